// One phone: a chat, what comes over it, and the line to write in. It keeps what only the person holding it knows: which covers
// are open, what is being written, what it answers.

import { bubble, el, glyph, happening, label, landscape, logo } from "./message.js";
import { ask, menu } from "./sheet.js";

const FACES = ["❤", "🥰", "😁", "👍", "🔥", "😢", "👏", "🙏", "🎉", "🤗", "😘", "🕊"];
const FILES = [
  ["photo", "Photo", "photo"],
  ["voice", "Voice message", "voice"],
  ["video", "Video", "video"],
  ["video_note", "Video message", "round"],
  ["document", "Document", "file"],
  ["audio", "Music", "note"],
  ["animation", "GIF", "photo"],
  ["sticker", "Sticker", "smile"],
  ["location", "Location", "pin"],
];
// For so long after a hand was on a chat it is the hand that scrolls.
const HAND_MS = 1500;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class Phone {
  // `key` names the chat: a, b, or g for the group, where `writer` says who of the two writes.
  constructor(key, page) {
    this.key = key;
    this.page = page;
    this.writer = key === "g" ? "a" : key;
    this.root = document.getElementById("phone").content.firstElementChild.cloneNode(true);
    this.root.dataset.phone = key;
    const find = (selector) => this.root.querySelector(selector);
    this.log = find(".log");
    this.input = find("textarea");
    this.commandList = find(".commands");
    find(".face").append(logo());
    find(".phone-menu").append(glyph("more"));
    find(".to-end").append(glyph("down"));
    find(".cancel").append(glyph("cross"));
    find(".menu").append(glyph("slash"));
    find(".attach").append(glyph("clip"));
    find(".send").append(glyph("send"));
    this.reset();
    this.listen(find);
  }

  reset() {
    this.messages = new Map();
    this.elements = new Map();
    this.open = new Set();
    this.about = null;
    this.info = null;
    this.toasts = null;
    this.isFollowing = true;
    this.log.replaceChildren();
    this.input.value = "";
    this.hideBanner();
    this.showAbout();
    this.hideCommands();
    clearTimeout(this.toastTimer);
    this.root.querySelector(".toast").hidden = true;
  }

  listen(find) {
    find(".composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.input.addEventListener("keydown", (event) => this.keydown(event));
    this.input.addEventListener("input", () => this.suggest());
    find(".cancel").addEventListener("click", () => this.cancel());
    find(".start-button").addEventListener("click", () => this.act({ do: "start" }));
    find(".menu").addEventListener("click", () => (this.commandList.hidden ? this.suggest("/") : this.hideCommands()));
    find(".attach").addEventListener("click", (event) => this.attach(event.currentTarget));
    find(".phone-menu").addEventListener("click", (event) => this.page.phoneMenu(this, event.currentTarget));
    find(".to-end").addEventListener("click", () => this.toEnd());
    this.log.addEventListener("scroll", () => this.scrolled());
    this.log.addEventListener("keydown", (event) => this.walk(event));
    for (const gesture of ["wheel", "touchmove", "keydown", "pointerdown"]) {
      this.log.addEventListener(gesture, () => (this.touched = performance.now()), { passive: true });
    }
    // Who reads the newest goes on doing so when the page is laid out anew.
    new ResizeObserver(() => this.isFollowing && this.toEnd()).observe(this.log);
    this.commandList.addEventListener("click", (event) => {
      const item = event.target.closest("li");
      if (item) this.sendText(item.dataset.command);
    });
  }

  // A deed of whoever holds this phone.
  async act(deed) {
    const answer = await this.page.act({ phone: this.writer, ...deed });
    if (!answer.done) this.toast(answer.why.replace(/^impossible: /, "Not possible: "), true);
    return answer.done;
  }

  in(deed) {
    return { chat: this.key, ...deed };
  }

  // Takes in what is new: the chat, and what is known of the person.
  update(info, chat, whole) {
    this.info = info;
    // What was there before is not read out.
    if (whole) this.log.setAttribute("aria-live", "off");
    let isNews = false;
    for (const id of chat.gone) {
      this.messages.delete(id);
      this.elements.get(id)?.remove();
      this.elements.delete(id);
    }
    for (const message of chat.changed) {
      isNews ||= !this.messages.has(message.id) && message.from === "bot";
      this.messages.set(message.id, message);
    }
    this.draw(new Set(chat.changed.map((message) => message.id)), whole);
    if (whole) requestAnimationFrame(() => this.log.setAttribute("aria-live", "polite"));
    this.head(chat);
    if (this.isFollowing) this.toEnd();
    this.newToast();
    return isNews;
  }

  draw(changed, whole) {
    const inOrder = [...this.messages.values()].sort((a, b) => a.appeared - b.appeared);
    let day = null;
    let before = null;
    const wanted = [];
    for (const message of inOrder) {
      const on = this.page.day(message.at, this.info.zone);
      if (on !== day) {
        day = on;
        before = null;
        wanted.push(this.separator(on));
      }
      let element = this.elements.get(message.id);
      if (!element || changed.has(message.id)) {
        const fresh = message.service ? el("p", "happened", happening(message)) : bubble(message, this.on(message));
        if (element) {
          fresh.style.animation = "none";
          if (element.contains(document.activeElement)) queueMicrotask(() => this.refocus(fresh));
          element.replaceWith(fresh);
        } else if (whole) {
          fresh.style.animation = "none";
        }
        this.elements.set(message.id, fresh);
        element = fresh;
      }
      element.classList.toggle("same", before !== null && before.from === message.from && !before.service && !before.buttons.length && message.at - before.at < 300_000);
      before = message;
      wanted.push(element);
    }
    // Only what is out of place is moved, so that a reader's place, and what has the focus, stay.
    const there = new Set(wanted);
    for (const child of [...this.log.children]) if (!there.has(child)) child.remove();
    wanted.forEach((element, at) => {
      if (this.log.children[at] !== element) this.log.insertBefore(element, this.log.children[at] ?? null);
    });
    // One way in with the Tab key; arrows lead from message to message.
    this.log.querySelectorAll(".acts").forEach((acts, at, all) => (acts.tabIndex = at === all.length - 1 ? 0 : -1));
  }

  walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = [...this.log.querySelectorAll(".acts")];
    const at = all.indexOf(event.target);
    if (!step || at < 0) return;
    event.preventDefault();
    all[at + step]?.focus();
  }

  separator(day) {
    const old = [...this.log.querySelectorAll(".day")].find((line) => line.textContent === day);
    return old ?? el("span", "day", day);
  }

  refocus(element) {
    (element.querySelector(".buttons button") ?? element.querySelector(".acts"))?.focus({ preventScroll: true });
  }

  on(message) {
    return {
      mine: this.writer,
      isOpen: this.open.has(message.id),
      showsAuthor: this.key === "g",
      nameOf: (who, name) => this.page.nameOf(who, name),
      time: (at) => this.page.time(at, this.info.zone),
      find: (id) => this.messages.get(id),
      jump: (id) => this.jump(id),
      uncover: () => {
        this.open.add(message.id);
        this.redraw(message.id);
        // Where the cover was is the message to be read now.
        this.elements.get(message.id)?.querySelector(".acts")?.focus({ preventScroll: true });
      },
      follow: (link) => this.page.follow(this, link),
      command: (text) => this.sendText(text),
      look: (which) => this.look(which),
      react: (which, emoji) => this.act(this.in({ do: "react", message: which.id, emoji })),
      mark: (part) => (this.marked = part),
      acts: (which, anchor) => this.messageMenu(which, anchor),
      press: (which, button, row, column, key) => this.press(which, button, row, column, key),
    };
  }

  redraw(id) {
    const message = this.messages.get(id);
    if (!message) return;
    this.draw(new Set([id]), true);
  }

  head(chat) {
    const find = (selector) => this.root.querySelector(selector);
    const { info } = this;
    if (this.key === "g") {
      find(".phone-name").textContent = "The group of two";
      find(".chat-title h2").textContent = chat.title;
      const names = chat.members.map((member) => member.name);
      if (chat.bot_inside) names.push("Twofold");
      find(".chat-title p").textContent = names.join(", ");
      this.members = chat;
      this.root.setAttribute("aria-label", "The group");
      this.log.setAttribute("aria-label", "Messages in the group");
      this.showWriters();
      return;
    }
    find(".phone-name").textContent = `${info.name}’s phone`;
    find(".chat-title h2").textContent = "Twofold";
    find(".chat-title p").textContent = info.blocked ? "blocked" : "bot";
    this.root.setAttribute("aria-label", `${info.name}’s phone`);
    this.log.setAttribute("aria-label", `${info.name}’s chat with Twofold`);
    find(".start").hidden = info.started;
    find(".about p").textContent = info.description;
    find(".composer").hidden = !info.started;
    this.input.setAttribute("aria-label", `Message from ${info.name}`);
    const keys = find(".keys");
    keys.hidden = info.keys.length === 0;
    keys.replaceChildren(
      ...info.keys.map((row) => {
        const line = el("div");
        line.append(
          ...row.map((text) => {
            const key = el("button", "", text);
            key.type = "button";
            key.addEventListener("click", () => this.act({ do: "key", label: text }));
            return key;
          }),
        );
        return line;
      }),
    );
  }

  showWriters() {
    const box = this.root.querySelector(".writer");
    box.hidden = false;
    const inside = new Set(this.members.members.map((member) => member.key));
    if (!inside.has(this.writer)) this.writer = inside.has("a") ? "a" : "b";
    box.replaceChildren(
      ...["a", "b"].map((who) => {
        const button = el("button", "", this.page.nameOf(who));
        button.type = "button";
        button.disabled = !inside.has(who);
        button.setAttribute("aria-pressed", who === this.writer);
        button.addEventListener("click", () => {
          this.writer = who;
          this.showWriters();
          this.draw(new Set(this.messages.keys()), true);
        });
        return button;
      }),
    );
    this.input.setAttribute("aria-label", `Message from ${this.page.nameOf(this.writer)} to the group`);
  }

  newToast() {
    if (this.key === "g") return;
    const { count, text, alert } = this.info.toast;
    if (this.toasts !== null && count > this.toasts) {
      if (alert) ask({ title: "Twofold", text });
      else this.toast(text);
    }
    this.toasts = count;
  }

  toast(text, isTrouble = false) {
    const box = this.root.querySelector(".toast");
    box.textContent = text;
    box.hidden = false;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => (box.hidden = true), isTrouble ? 5000 : 3200);
  }

  // Something a friend passed on: it lies over the chat until it is opened or put away.
  banner(from, text, url, open) {
    const box = this.root.querySelector(".banner");
    const words = el("p", "", text);
    words.append(el("small", "", url));
    const buttons = el("div");
    const yes = el("button", "main", "Open the link");
    const no = el("button", "", "Not now");
    for (const button of [yes, no]) button.type = "button";
    yes.addEventListener("click", () => {
      this.hideBanner();
      open();
    });
    no.addEventListener("click", () => this.hideBanner());
    buttons.append(yes, no);
    box.replaceChildren(el("b", "", `${from} sends you a message`), words, buttons);
    box.hidden = false;
    this.page.front(this.key);
    yes.focus({ preventScroll: true });
  }

  hideBanner() {
    const box = this.root.querySelector(".banner");
    box.hidden = true;
    box.replaceChildren();
  }

  async press(message, button, row, column, key) {
    if (button.kind === "link") return this.page.follow(this, button.link);
    if (button.kind === "copy") {
      try {
        await navigator.clipboard.writeText(button.text);
        this.toast("Copied");
      } catch {
        ask({ title: "To copy", quote: button.text });
      }
      return;
    }
    key.classList.add("pressed");
    await this.act(this.in({ do: "press", message: message.id, row, column }));
    setTimeout(() => key.classList.remove("pressed"), 350);
  }

  messageMenu(message, anchor) {
    const own = message.from === this.writer;
    const items = [{ label: "Reply", glyph: "reply", act: () => this.begin("reply", message) }];
    const part = this.marked && message.text.includes(this.marked) ? this.marked : null;
    this.marked = null;
    if (part) items.push({ label: "Reply to the marked words", glyph: "reply", act: () => this.begin("reply", message, part) });
    if (message.text) {
      items.push({ label: "Copy the words", glyph: "copy", act: () => navigator.clipboard?.writeText(message.text).catch(() => {}) });
    }
    if (own && !message.other && message.media?.kind !== "sticker" && message.media?.kind !== "video_note") {
      items.push({ label: "Edit", glyph: "pen", act: () => this.begin("edit", message) });
    }
    if (own || this.key !== "g") {
      items.push({
        label: "Delete for everyone",
        glyph: "bin",
        danger: true,
        act: () => this.act(this.in({ do: "delete", message: message.id })),
      });
    }
    const mine = message.reactions.find(({ who }) => who === this.writer)?.emoji;
    menu(anchor, items, { all: FACES, mine, act: (emoji) => this.act(this.in({ do: "react", message: message.id, emoji })) });
  }

  attach(anchor) {
    const items = FILES.map(([media, text, shape]) => ({
      label: text,
      glyph: shape,
      act: async () => {
        const bare = ["sticker", "video_note", "location"].includes(media);
        const caption = bare || this.about?.how === "edit" ? "" : this.input.value.trim();
        const reply_to = this.about?.how === "reply" ? this.about.message.id : null;
        if (await this.act(this.in({ do: "file", media, caption, reply_to }))) {
          if (caption) this.input.value = "";
          this.cancel();
        }
      },
    }));
    menu(anchor, items);
  }

  look(message) {
    const { kind, file } = message.media;
    const title = label({ ...message, text: "" });
    if (kind === "document" || kind === "audio") {
      const paper = el("div", "paper", kind === "document" ? "A page that stands in for the document. Files are never uploaded here: a real Telegram would open the real one." : "A song, without its sound.");
      ask({ title, body: paper, wide: true });
      return;
    }
    const picture = landscape(file);
    picture.setAttribute("class", "picture");
    ask({ title, body: picture, wide: true });
  }

  // Answering or editing a message.
  begin(how, message, part = null) {
    this.about = { how, message, part };
    if (how === "edit") this.input.value = message.text;
    this.showAbout();
    this.input.focus();
  }

  cancel() {
    if (this.about?.how === "edit") this.input.value = "";
    this.about = null;
    this.showAbout();
  }

  showAbout() {
    const box = this.root.querySelector(".about-to");
    box.hidden = !this.about;
    if (!this.about) return;
    const { how, message, part } = this.about;
    box.querySelector("b").textContent = how === "edit" ? "Edit" : `Reply to ${this.page.nameOf(message.from, message.name)}`;
    box.querySelector(".about-to-text span").textContent = part ? `“${part}”` : label(message);
  }

  keydown(event) {
    const chosen = this.commandList.querySelector('[aria-selected="true"]');
    const isOpen = !this.commandList.hidden;
    if (event.key === "Escape") {
      if (isOpen) this.hideCommands();
      else this.cancel();
    } else if (isOpen && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const items = [...this.commandList.children];
      const at = items.indexOf(chosen) + (event.key === "ArrowDown" ? 1 : -1);
      this.choose(items[(at + items.length) % items.length]);
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (isOpen && chosen) this.sendText(chosen.dataset.command);
      else this.send();
    } else if (event.key === "ArrowUp" && !this.input.value) {
      const own = [...this.messages.values()].filter((m) => m.from === this.writer && m.text && !m.media);
      if (own.length) {
        event.preventDefault();
        this.begin("edit", own.sort((a, b) => a.appeared - b.appeared).at(-1));
      }
    }
  }

  // The commands that begin like what stands there.
  suggest(all) {
    const typed = all ?? this.input.value;
    const commands = this.info?.commands ?? [];
    const fits = /^\/\w*$/.test(typed) ? commands.filter(([name]) => `/${name}`.startsWith(typed)) : [];
    this.commandList.replaceChildren(
      ...fits.map(([name, about], at) => {
        const item = el("li");
        item.id = `command-${this.key}-${name}`;
        item.dataset.command = `/${name}`;
        item.setAttribute("role", "option");
        item.append(el("b", "", `/${name}`), el("span", "", about));
        item.setAttribute("aria-selected", !all && at === 0);
        return item;
      }),
    );
    this.commandList.hidden = fits.length === 0;
    this.root.querySelector(".menu").setAttribute("aria-expanded", fits.length > 0);
    if (all) this.input.focus();
  }

  choose(item) {
    for (const other of this.commandList.children) other.setAttribute("aria-selected", other === item);
    item.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", item.id);
  }

  hideCommands() {
    this.commandList.hidden = true;
    this.input.removeAttribute("aria-activedescendant");
    this.root.querySelector(".menu").setAttribute("aria-expanded", "false");
  }

  send() {
    const text = this.input.value;
    if (text.trim()) this.sendText(text);
  }

  async sendText(text) {
    this.hideCommands();
    const { about } = this;
    const isTyped = this.input.value === text || this.input.value === "" || text.startsWith(this.input.value);
    const deed =
      about?.how === "edit"
        ? { do: "edit", message: about.message.id, text }
        : { do: "say", text, reply_to: about?.how === "reply" ? about.message.id : null, quote: about?.part ?? null };
    // Gone at once, and back if it could not be sent.
    if (isTyped) this.input.value = "";
    this.about = null;
    this.showAbout();
    if (!(await this.act(this.in(deed))) && isTyped) this.input.value = text;
    this.toEnd();
  }

  // Somebody who plays by themselves types or reaches for a button.
  hand(hand) {
    clearInterval(this.typing);
    this.input.classList.remove("acted");
    for (const key of this.root.querySelectorAll(".reached")) key.classList.remove("reached");
    if (this.acted) {
      this.input.value = "";
      this.acted = false;
    }
    if (hand?.phone !== this.key) return;
    this.page.front(this.key);
    if (hand.taps) {
      const keys = [...this.log.querySelectorAll(".buttons button")];
      const key = keys.filter((button) => button.textContent === hand.taps).at(-1);
      key?.classList.add("reached");
      key?.scrollIntoView({ block: "nearest" });
    } else if (hand.types && document.activeElement !== this.input) {
      this.acted = true;
      this.input.classList.add("acted");
      const letters = [...hand.types];
      let at = calm.matches ? letters.length : 0;
      this.input.value = letters.slice(0, at).join("");
      this.typing = setInterval(() => {
        at += 1;
        this.input.value = letters.slice(0, at).join("");
        if (at >= letters.length) clearInterval(this.typing);
      }, 36);
    }
  }

  jump(id) {
    const element = this.elements.get(id);
    if (!element) return;
    this.touched = performance.now();
    element.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
    element.classList.remove("flashed");
    requestAnimationFrame(() => element.classList.add("flashed"));
  }

  // Only a hand on the chat leaves its end; what the page does by itself stays there.
  scrolled() {
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 60;
    const byHand = performance.now() - (this.touched ?? -HAND_MS) < HAND_MS;
    if (atEnd || byHand) this.isFollowing = atEnd;
    this.root.querySelector(".to-end").hidden = this.isFollowing;
  }

  toEnd() {
    this.isFollowing = true;
    this.log.scrollTop = this.log.scrollHeight;
    this.root.querySelector(".to-end").hidden = true;
  }
}
