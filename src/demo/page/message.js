// One message as an element: its words with their entities, its stand-in for a file, its buttons, its foot.

import { show } from "./sheet.js";

const SHAPES = {
  bell: "M6 10a6 6 0 0 1 12 0c0 6 2 7 2 7H4s2-1 2-7M10 20a2 2 0 0 0 4 0",
  hush: "M9 5a6 6 0 0 1 9 5c0 3 .5 4.700 1 5.700M17 17H4s2-1 2-7c0-.7.1-1.300.3-1.900M10 20a2 2 0 0 0 4 0M4 3l16 18",
  more: "M5.500 12h.02M12 12h.02M18.500 12h.02",
  send: "M4 12l16-8-6 16-3-7z",
  slash: "M5 5h14v14H5zM13.500 8.500l-3 7",
  clip: "M20 11l-8.500 8.500a5 5 0 0 1-7-7L13 4a3.400 3.400 0 0 1 5 5l-8.500 8.500a1.700 1.700 0 0 1-2.500-2.500L15 7",
  cross: "M6 6l12 12M18 6L6 18",
  reply: "M9 7L4 12l5 5M4 12h9a7 7 0 0 1 7 7",
  pen: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  bin: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.500 11v5M13.500 11v5",
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  photo: "M4 6h16v13H4zM4 16l5-5 4 4 2-2 5 5M15.500 9.500h.01",
  voice: "M12 4a2.500 2.500 0 0 1 2.500 2.500v5a2.500 2.500 0 0 1-5 0v-5A2.500 2.500 0 0 1 12 4M6 11a6 6 0 0 0 12 0M12 17v3",
  video: "M4 7h11v10H4zM15 11l5-3v8l-5-3",
  round: "M12 4a8 8 0 1 0 .01 0M10.500 9l4.500 3-4.500 3z",
  file: "M7 3h7l5 5v13H7zM14 3v5h5",
  note: "M9 18V6l10-2v12M9 18a2.500 2.500 0 1 1-2.500-2.500A2.500 2.500 0 0 1 9 18M19 16a2.500 2.500 0 1 1-2.500-2.500A2.500 2.500 0 0 1 19 16",
  smile: "M12 4a8 8 0 1 0 .01 0M9 10h.01M15 10h.01M8.500 14a4 4 0 0 0 7 0",
  pin: "M12 21c4-5 7-8 7-11a7 7 0 0 0-14 0c0 3 3 6 7 11M12 12.500a2.500 2.500 0 1 0-.01 0",
  down: "M6 10l6 6 6-6",
  play: "M8 5l11 7-11 7z",
  globe: "M12 4a8 8 0 1 0 .01 0M4 12h16M12 4c3 3 3 13 0 16M12 4c-3 3-3 13 0 16",
  block: "M12 4a8 8 0 1 0 .01 0M6.500 6.500l11 11",
  person: "M12 4a3.500 3.500 0 1 0 .01 0M5 20a7 7 0 0 1 14 0",
  door: "M6 3h9v18H6zM12 12h.01M15 12h6M18 9l3 3-3 3",
};
const SVG = "http://www.w3.org/2000/svg";

export function el(name, className = "", text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function svg(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

export function glyph(name) {
  return svg("svg", { class: "glyph", viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: SHAPES[name] }));
}

export function logo() {
  return svg(
    "svg",
    { class: "logo", viewBox: "0 0 32 32", "aria-hidden": "true" },
    svg("circle", { cx: 12.5, cy: 16, r: 9 }),
    svg("circle", { cx: 19.5, cy: 16, r: 9 }),
  );
}

// Small numbers that are always the same for the same file.
function chance(seed) {
  let state = 2166136261;
  for (const letter of seed) state = Math.imul(state ^ letter.codePointAt(0), 16777619) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

// A landscape that stands in for a photo.
export function landscape(file) {
  const next = chance(file);
  const hue = Math.floor(next() * 360);
  const id = `sky-${file}`;
  const sky = svg(
    "linearGradient",
    { id, x1: 0, y1: 0, x2: 0, y2: 1 },
    svg("stop", { offset: 0, "stop-color": `hsl(${hue} 45% 62%)` }),
    svg("stop", { offset: 1, "stop-color": `hsl(${(hue + 40) % 360} 70% 84%)` }),
  );
  const hill = (base, light) => {
    const points = [0, 1, 2, 3, 4].map((at) => `${at * 80},${base - next() * 55}`);
    return svg("path", { d: `M0,240 L${points.join(" L")} L320,240 Z`, fill: `hsl(${(hue + 190) % 360} 26% ${light}%)` });
  };
  const sun = { cx: 60 + next() * 200, cy: 50 + next() * 40, r: 20, fill: "hsl(40 95% 88%)" };
  return svg(
    "svg",
    { viewBox: "0 0 320 240", preserveAspectRatio: "xMidYMid slice", role: "img", "aria-label": "A landscape, in place of a photo" },
    svg("defs", {}, sky),
    svg("rect", { width: 320, height: 240, fill: `url(#${id})` }),
    svg("circle", sun),
    hill(165, 62),
    hill(195, 46),
    hill(230, 32),
  );
}

// The words, cut where an entity begins or ends, each piece within all that cover it.
export function words(message, on) {
  const text = el("p", "text");
  text.dir = "auto";
  const cuts = new Set([0, message.text.length]);
  for (const { offset, length } of message.entities) cuts.add(offset).add(Math.min(offset + length, message.text.length));
  const places = [...cuts].sort((a, b) => a - b);
  let cover = null;
  for (let at = 0; at + 1 < places.length; at++) {
    const [from, to] = [places[at], places[at + 1]];
    const around = message.entities.filter((e) => e.offset <= from && e.offset + e.length >= to);
    let piece = document.createTextNode(message.text.slice(from, to));
    for (const entity of around.filter((e) => e.type !== "spoiler")) {
      const wrap = wrapper(entity, on);
      if (wrap) {
        wrap.append(piece);
        piece = wrap;
      }
    }
    if (!around.some((e) => e.type === "spoiler")) {
      cover = null;
      text.append(piece);
      continue;
    }
    if (!cover) {
      cover = spoiler(on);
      text.append(cover);
    }
    cover.firstChild.append(piece);
  }
  return text;
}

// Telegram shows of a followed link that Start was pressed, not what the link carried.
function asShown(message) {
  const start = /^(\/start(@\w+)?) \S+$/.exec(message.text);
  return start && message.from !== "bot" ? { ...message, text: start[1] } : message;
}

function spoiler(on) {
  const cover = el("span", "spoiler");
  const inside = el("span");
  cover.append(inside);
  const open = () => on.uncover();
  if (on.isOpen) return cover;
  inside.setAttribute("aria-hidden", "true");
  cover.setAttribute("role", "button");
  cover.setAttribute("aria-label", "Covered words: open them");
  cover.tabIndex = 0;
  cover.addEventListener("click", open);
  cover.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open();
    }
  });
  return cover;
}

function wrapper(entity, on) {
  const tags = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "code" };
  if (tags[entity.type]) return el(tags[entity.type]);
  if (entity.type === "blockquote" || entity.type === "expandable_blockquote") return el("span", "quoted");
  if (entity.type === "bot_command" || entity.link) {
    const button = el("button", entity.link ? "go link" : "go");
    button.type = "button";
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      if (entity.link) on.follow(entity.link);
      else on.command(button.textContent);
    });
    return button;
  }
  return null;
}

const TAGS = { video: "0:12", animation: "GIF", video_note: "0:08" };
const STICKERS = ["🐻", "🦊", "🐧", "🦔", "🐢", "🌻", "🦉"];
const NAMES = { document: "letter.txt", audio: "a song" };

// What stands in for a file.
function media(message, on) {
  const { kind, file } = message.media;
  const box = el("div", "media");
  const next = chance(file);
  if (kind === "photo" || kind in TAGS) {
    const picture = el("button", kind === "video_note" ? "picture round" : "picture");
    picture.type = "button";
    const isCovered = message.covered && !on.isOpen;
    picture.setAttribute("aria-label", isCovered ? "Covered picture: open it" : `${label(message)}: look at it`);
    picture.append(landscape(file));
    if (TAGS[kind]) picture.append(el("span", "tag", TAGS[kind]));
    if (isCovered) picture.append(el("span", "over", "tap to look"));
    else if (kind !== "photo") picture.append(el("span", "over", "▶"));
    picture.addEventListener("click", () => (isCovered ? on.uncover() : on.look(message)));
    box.append(picture);
  } else if (kind === "voice") {
    box.classList.add("voice");
    const seconds = 3 + Math.floor(next() * 12);
    const play = el("button");
    play.type = "button";
    play.setAttribute("aria-label", "Play the voice message, a stand-in without a sound");
    play.append(glyph("play"));
    const wave = el("span", "wave");
    for (let at = 0; at < 28; at++) {
      const bar = el("i");
      bar.style.height = `${18 + next() * 78}%`;
      bar.style.setProperty("--from", `${(at / 28) * seconds}s`);
      wave.append(bar);
    }
    play.addEventListener("click", () => {
      box.classList.remove("playing");
      requestAnimationFrame(() => box.classList.add("playing"));
    });
    box.append(play, wave, el("small", "", `0:${String(seconds).padStart(2, "0")}`));
  } else if (kind === "sticker") {
    const sticker = el("span", "sticker", STICKERS[Math.floor(next() * STICKERS.length)]);
    sticker.setAttribute("role", "img");
    box.append(sticker);
  } else {
    const open = el("button", "file");
    open.type = "button";
    const sign = el("span", "sign");
    sign.append(glyph(kind === "audio" ? "note" : "file"));
    const about = el("span");
    about.append(el("b", "", NAMES[kind] ?? kind), el("small", "", kind === "audio" ? "2:41" : `${1 + Math.floor(next() * 40)} kB`));
    open.append(sign, about);
    open.addEventListener("click", () => on.look(message));
    box.append(open);
  }
  return box;
}

const LABELS = {
  photo: "Photo", video: "Video", animation: "GIF", voice: "Voice message", video_note: "Video message",
  audio: "Music", document: "Document", sticker: "Sticker",
};

// A message in a few words, for a quote; what is covered stays covered.
export function label(message) {
  if (!message) return "A message that is gone";
  if (message.media && !message.text) return LABELS[message.media.kind] ?? "File";
  if (message.other) return message.other.field === "location" ? "Location" : message.other.field;
  const covers = message.entities.filter((e) => e.type === "spoiler");
  return [...message.text]
    .reduce(
      ({ at, out }, letter) => ({
        at: at + letter.length,
        out: out + (covers.some((e) => at >= e.offset && at < e.offset + e.length) ? "·" : letter),
      }),
      { at: 0, out: "" },
    )
    .out.replace(/\s+/g, " ")
    .slice(0, 120);
}

// What happened in a group, in words.
export function happening(message) {
  const { field, value } = message.other ?? {};
  const names = (list) => list.map((user) => user.first_name).join(" and ");
  switch (field) {
    case "new_chat_members":
      return `${message.name ?? "Somebody"} added ${names(value)}`;
    case "left_chat_member":
      return value.first_name === message.name ? `${message.name} left` : `${message.name ?? "Twofold"} removed ${value.first_name}`;
    case "new_chat_title":
      return `The group is called “${value}” now`;
    default:
      return "Something changed in the group";
  }
}

// The whole message. `on` holds what can be done with it, and how it is seen: isOpen, mine, nameOf, time, showsAuthor.
export function bubble(message, on) {
  const own = message.from === on.mine;
  const box = el("article", `message ${own ? "out" : "in"}`);
  box.dataset.id = message.id;
  if (on.isOpen) box.classList.add("opened");
  if (message.covered) box.classList.add("covered");
  if (message.media?.kind === "sticker") box.classList.add("bare");
  box.setAttribute("aria-label", `${own ? "You" : on.nameOf(message.from, message.name)}, ${on.time(message.at)}`);
  const inside = el("div", "bubble");
  if (on.showsAuthor && !own) inside.append(el("span", "author", on.nameOf(message.from, message.name)));
  if (message.reply_to) {
    const target = on.find(message.reply_to);
    const answers = el("button", "answers");
    answers.type = "button";
    answers.append(el("b", "", target ? on.nameOf(target.from, target.name) : "…"), el("span", message.quote ? "part" : "", message.quote ? `“${message.quote}”` : label(target)));
    answers.addEventListener("click", () => on.jump(message.reply_to));
    inside.append(answers);
  }
  if (message.media) inside.append(media(message, on));
  if (message.other && !message.service) inside.append(el("p", "text", `${message.other.field === "location" ? "📍 " : ""}${label(message)}`));
  if (message.text) inside.append(words(asShown(message), on));
  inside.append(foot(message, on));
  box.append(inside);
  if (message.buttons.length) box.append(keyboard(message, on));
  const acts = el("button", "icon acts");
  acts.type = "button";
  acts.setAttribute("aria-label", "What to do with this message");
  acts.setAttribute("aria-haspopup", "menu");
  acts.tabIndex = -1;
  acts.append(glyph("more"));
  // What is marked in the message may be quoted; the click would take the mark away.
  acts.addEventListener("pointerdown", () => on.mark(marked(box)));
  acts.addEventListener("click", () => on.acts(message, acts));
  inside.append(acts);
  box.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    on.mark(marked(box));
    on.acts(message, acts);
  });
  return box;
}

// The words of a message that are marked, if they lie in it alone.
function marked(box) {
  const selection = getSelection();
  const text = box.querySelector(".text");
  const isInside = text && selection.rangeCount > 0 && text.contains(selection.anchorNode) && text.contains(selection.focusNode);
  return isInside ? selection.toString().trim() : "";
}

function foot(message, on) {
  const line = el("div", "foot");
  if (message.reactions.length) {
    const all = el("span", "reactions");
    for (const { who, emoji } of message.reactions) {
      const mine = who === on.mine;
      const one = el(mine ? "button" : "span", "reaction", show(emoji));
      one.title = `${mine ? "You" : on.nameOf(who)}`;
      if (mine) {
        one.type = "button";
        one.setAttribute("aria-label", `Your reaction ${emoji}: take it back`);
        one.addEventListener("click", () => on.react(message, null));
      } else {
        one.setAttribute("role", "img");
        one.setAttribute("aria-label", `${on.nameOf(who)} reacted with ${emoji}`);
      }
      all.append(one);
    }
    line.append(all);
  }
  const meta = el("span", "meta");
  if (message.edited) meta.append(el("span", "", "edited"));
  if (message.from === "bot") {
    const bell = glyph(message.silent ? "hush" : "bell");
    bell.removeAttribute("aria-hidden");
    bell.setAttribute("role", "img");
    bell.setAttribute("aria-label", message.silent ? "came without a sound" : "came with a sound");
    bell.classList.add(message.silent ? "silent" : "sounds");
    meta.append(bell);
  }
  meta.append(el("time", "", on.time(message.at)));
  line.append(meta);
  return line;
}

function keyboard(message, on) {
  const box = el("div", "buttons");
  message.buttons.forEach((buttons, row) => {
    const line = el("div", "row");
    buttons.forEach((button, column) => {
      const key = el("button", button.kind === "link" ? "link" : "", button.label);
      key.type = "button";
      key.addEventListener("click", () => on.press(message, button, row, column, key));
      line.append(key);
    });
    box.append(line);
  });
  return box;
}
