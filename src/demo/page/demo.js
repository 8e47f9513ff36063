// The page: follows what happens through one stream of events, shows it on the phones, and sends deeds.

import { el } from "./message.js";
import { Phone } from "./phone.js";
import { ask, menu } from "./sheet.js";
import { Traffic } from "./traffic.js";

const HOUR = 1;
const DAY = 24;
const $ = (id) => document.getElementById(id);

const page = {
  show: null,
  people: {},
  phones: {},
  zones: {},
  clock: { at: 0, read: 0 },
  hintHidden: false,

  async act(deed) {
    try {
      const answer = await fetch("/act", {
        method: "POST",
        headers: { "content-type": "application/json", "x-twofold-demo": "1" },
        body: JSON.stringify(deed),
      });
      return answer.ok ? await answer.json() : { done: false, why: await answer.text() };
    } catch {
      return { done: false, why: "The program behind this page does not answer." };
    }
  },

  nameOf(who, name) {
    return who === "bot" ? "Twofold" : (this.people[who]?.name ?? name ?? "Somebody");
  },

  format(at, zone, options) {
    const kind = JSON.stringify([zone, options]);
    this.formats ??= new Map();
    if (!this.formats.has(kind)) {
      let format;
      try {
        format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options });
      } catch {
        // A zone this browser does not know yet.
        format = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options });
      }
      this.formats.set(kind, format);
    }
    return this.formats.get(kind).format(at);
  },

  time(at, zone) {
    return this.format(at, zone, { hour: "2-digit", minute: "2-digit" });
  },

  day(at, zone) {
    return this.format(at, zone, { weekday: "long", day: "numeric", month: "long" });
  },

  seconds(at) {
    return this.format(at, this.people.a?.zone ?? "UTC", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  },

  // On a narrow page one phone is in front.
  front(key) {
    for (const phone of Object.values(this.phones)) phone.root.classList.toggle("front", phone.key === key);
    for (const tab of $("tabs").children) {
      tab.setAttribute("aria-pressed", tab.dataset.phone === key);
      if (tab.dataset.phone === key) tab.classList.remove("news");
    }
  },

  // A link was tapped on a phone.
  async follow(phone, link) {
    const me = phone.writer;
    const other = me === "a" ? "b" : "a";
    const open = async (on) => {
      this.front(on);
      await this.phones[on].act({ do: "open", url: link.url });
    };
    if (link.to === "share") {
      const answer = await ask({
        title: `Send this to ${this.nameOf(other)}?`,
        text: "In Telegram you would choose who gets it. Here there is one other person.",
        quote: `${link.text}\n${link.url}`,
        choices: [{ label: `Send it to ${this.nameOf(other)}`, value: "send", main: true }],
      });
      if (answer) this.phones[other].banner(this.nameOf(me), link.text, link.url, () => open(other));
    } else if (link.to === "start" && link.invites) {
      const answer = await ask({
        title: "This link is an invite",
        text: `${this.nameOf(me)} would send it to ${this.nameOf(other)}. Where shall it be opened?`,
        quote: link.url,
        choices: [
          { label: `Open it on ${this.nameOf(other)}’s phone`, value: other, main: true },
          { label: `Open it here, on ${this.nameOf(me)}’s own phone`, value: me },
        ],
      });
      if (answer) open(answer);
    } else if (link.to === "start") {
      open(me);
    } else if (link.to === "group") {
      const answer = await ask({
        title: "Which group?",
        text: `${this.nameOf("a")} and ${this.nameOf("b")} can have one of their own, with the bot in it.`,
        choices: [{ label: "Add the bot to their group", value: "group", main: true }],
      });
      if (answer && (await phone.act({ do: "group", payload: link.payload }))) this.wantGroup = true;
    } else {
      const out = el("a", "", link.url);
      out.href = /^[a-z]+:/i.test(link.url) ? link.url : `https://${link.url}`;
      out.target = "_blank";
      out.rel = "noopener noreferrer";
      ask({ title: "This link leads out of the demonstration", body: out });
    }
  },

  phoneMenu(phone, anchor) {
    const who = phone.writer;
    if (phone.key === "g") {
      const inside = new Set(phone.members.members.map((member) => member.key));
      const change = (what, by = who) => phone.act({ do: "members", what, phone: by });
      const gone = ["a", "b"].find((key) => !inside.has(key));
      const items = [
        phone.members.bot_inside
          ? { label: "Remove Twofold", glyph: "block", act: () => change("bot_out") }
          : { label: "Add Twofold", glyph: "person", act: () => change("bot_in") },
        inside.has("c")
          ? { label: "Remove Chris", glyph: "door", act: () => change("stranger_out") }
          : { label: "Add Chris, a third person", glyph: "person", act: () => change("stranger_in") },
        gone
          ? { label: `Add ${this.nameOf(gone)} again`, glyph: "person", act: () => change("come_back", gone) }
          : { label: `${this.nameOf(who)} leaves`, glyph: "door", danger: true, act: () => change("leave") },
      ];
      menu(anchor, items);
      return;
    }
    const { blocked, started, language } = phone.info;
    const other = language === "de" ? "en" : "de";
    const items = [
      {
        label: other === "de" ? "Telegram in German" : "Telegram in English",
        glyph: "globe",
        act: () => phone.act({ do: "language", language: other }),
      },
    ];
    if (started) {
      items.push({
        label: blocked ? "Allow the bot again" : "Block the bot",
        glyph: "block",
        danger: !blocked,
        act: () => phone.act({ do: "block", blocked: !blocked }),
      });
    }
    menu(anchor, items);
  },
};

const traffic = new Traffic(page);

function addPhone(key) {
  const phone = new Phone(key, page);
  page.phones[key] = phone;
  $("phones").append(phone.root);
  const tab = el("button");
  tab.type = "button";
  tab.dataset.phone = key;
  tab.addEventListener("click", () => page.front(key));
  $("tabs").append(tab);
}

function removeGroup() {
  page.phones.g?.root.remove();
  delete page.phones.g;
  document.querySelector('#tabs [data-phone="g"]')?.remove();
}

function update(view) {
  if (view.whole) {
    const another = page.show !== null && page.show !== view.show;
    for (const phone of Object.values(page.phones)) phone.reset();
    if (!view.chats.g) removeGroup();
    traffic.reset();
    if (another) {
      page.hintHidden = false;
      page.front("a");
    }
    page.show = view.show;
  }
  page.clock = { at: view.now, read: performance.now() };
  for (const info of view.phones) page.people[info.key] = info;
  if (view.chats.g && !page.phones.g) {
    addPhone("g");
    if (page.wantGroup) page.front("g");
    page.wantGroup = false;
  }
  for (const [key, chat] of Object.entries(view.chats)) {
    const phone = page.phones[key];
    const info = page.people[key] ?? { ...page.people.a, keys: [] };
    const zoneBefore = page.zones[key];
    page.zones[key] = info.zone;
    if (zoneBefore && zoneBefore !== info.zone) chat.changed = merged(phone, chat);
    const isNews = phone.update(info, chat, view.whole);
    const tab = document.querySelector(`#tabs [data-phone="${key}"]`);
    tab.textContent = key === "g" ? "Group" : info.name;
    if (isNews && !view.whole && !phone.root.classList.contains("front")) tab.classList.add("news");
    phone.hand(view.hand);
  }
  traffic.update(view.calls);
  hint(view.step);
  document.body.classList.toggle("skipping", view.skipping);
  for (const id of ["skip-next", "skip-hour", "skip-day"]) $(id).disabled = view.skipping;
  $("make-group").hidden = Boolean(page.phones.g) || !view.phones.some((phone) => phone.started);
  $("trouble").hidden = !view.ended;
  if (view.ended) $("trouble").textContent = `The bot has ended: ${view.ended}`;
  document.body.dataset.revision = view.revision ?? "";
  document.body.dataset.step = view.step;
  tick();
}

// A button that is drawn anew, or moves away, between press and release would never feel the tap: what comes meanwhile waits.
const touch = {
  isDown: false,
  waiting: [],
  news(view) {
    if (this.isDown) this.waiting.push(view);
    else update(view);
  },
  down() {
    this.isDown = true;
  },
  up() {
    this.isDown = false;
    // The tap itself is felt first.
    setTimeout(() => {
      if (!this.isDown) this.waiting.splice(0).forEach(update);
    });
  },
};
addEventListener("pointerdown", () => touch.down(), true);
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => touch.up(), true);
addEventListener("blur", () => touch.up());

// After a change of zone every time reads differently.
function merged(phone, chat) {
  const all = new Map(phone.messages);
  for (const message of chat.changed) all.set(message.id, message);
  return [...all.values()];
}

function hint(step) {
  $("hint").hidden = page.hintHidden || step >= 3;
  for (const line of $("hint").querySelectorAll("li")) {
    const at = Number(line.dataset.step);
    line.classList.toggle("done", at < step);
    line.classList.toggle("now", at === step);
    if (at === step) line.setAttribute("aria-current", "step");
    else line.removeAttribute("aria-current");
  }
}

// The time on both phones.
function tick() {
  const now = page.clock.at + (performance.now() - page.clock.read);
  for (const key of ["a", "b"]) {
    const info = page.people[key];
    if (!info) continue;
    $(`name-${key}`).textContent = `${info.name} · ${info.zone.split("/").at(-1).replaceAll("_", " ")}`;
    const parts = [
      el("span", "", page.format(now, info.zone, { weekday: "short" })),
      el("span", "date", page.format(now, info.zone, { day: "numeric", month: "short" })),
      el("time", "", page.time(now, info.zone)),
    ];
    $(`time-${key}`).replaceChildren(...parts.flatMap((part) => [part, " "]));
    for (const phone of [page.phones[key], key === "a" ? page.phones.g : null]) {
      if (phone) phone.root.querySelector(".phone-time").textContent = page.time(now, info.zone);
    }
  }
}

async function skip(hours) {
  const answer = await page.act({ do: "skip", hours });
  $("status").textContent = answer.done ? "Time has passed." : answer.why;
  if (!answer.done) ask({ title: "Time stands still", text: `${answer.why[0].toUpperCase()}${answer.why.slice(1)}.` });
}

function follow() {
  const events = new EventSource("/events");
  let lost = null;
  events.addEventListener("message", (event) => {
    clearTimeout(lost);
    lost = null;
    touch.news(JSON.parse(event.data));
  });
  events.addEventListener("error", () => {
    // It comes back by itself, and then the whole state is sent again.
    lost ??= setTimeout(() => {
      $("trouble").hidden = false;
      $("trouble").textContent = "The program behind this page is gone. Start it again with “twofold demo”; this page will notice.";
    }, 2500);
  });
}

for (const key of ["a", "b"]) addPhone(key);
page.front("a");
$("skip-next").addEventListener("click", () => skip(null));
$("skip-hour").addEventListener("click", () => skip(HOUR));
$("skip-day").addEventListener("click", () => skip(DAY));
$("make-group").addEventListener("click", async () => {
  page.wantGroup = true;
  const answer = await page.act({ do: "group", phone: "a", payload: null });
  if (!answer.done) ask({ title: "There is no group", text: answer.why });
});
$("again").addEventListener("click", async () => {
  const sure = await ask({
    title: "Start over?",
    text: "Both phones are emptied, and what the bot stored is destroyed. The clock goes back to Monday evening.",
    choices: [{ label: "Start over", value: true, main: true }],
  });
  if (!sure) return;
  const answer = await page.act({ do: "start_over" });
  if (!answer.done) ask({ title: "It goes on", text: answer.why });
});
$("hide-hint").addEventListener("click", () => {
  page.hintHidden = true;
  $("hint").hidden = true;
});
setInterval(tick, 1000);
follow();
