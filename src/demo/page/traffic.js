// The list of the bot's calls. A body is fetched when somebody opens it, and again when something new has opened in the chats.

import { el } from "./message.js";

const LINES_MAX = 400;

export class Traffic {
  constructor(page) {
    this.page = page;
    this.list = document.getElementById("calls");
    this.count = document.getElementById("calls-count");
    this.open = new Map();
    this.seen = 0;
  }

  reset() {
    this.list.replaceChildren();
    this.open.clear();
    this.seen = 0;
    this.count.textContent = "";
  }

  update(calls) {
    for (const call of calls) {
      this.seen = Math.max(this.seen, call.index + 1);
      this.list.prepend(this.line(call));
    }
    while (this.list.children.length > LINES_MAX) {
      this.open.delete(Number(this.list.lastChild.dataset.index));
      this.list.lastChild.remove();
    }
    this.count.textContent = this.seen ? `· ${this.seen}` : "";
    if (calls.length) for (const [index, place] of this.open) this.fill(index, place);
  }

  line(call) {
    const item = el("li");
    item.dataset.index = call.index;
    const button = el("button");
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    const outcome = call.ok ? (call.updates === null ? "ok" : `${call.updates} update${call.updates === 1 ? "" : "s"}`) : `${call.status ?? ""} ${call.why ?? "no answer"}`;
    const chat = call.chat === "g" ? "the group" : call.chat ? this.page.nameOf(call.chat) : "";
    button.append(
      el("span", "when", this.page.seconds(call.at)),
      el("span", "method", call.method),
      el("span", "chat", chat),
      el("span", call.ok ? "outcome" : "outcome no", outcome),
    );
    button.addEventListener("click", () => {
      const place = this.open.get(call.index);
      if (place) {
        place.remove();
        this.open.delete(call.index);
      } else {
        const body = el("pre");
        item.append(body);
        this.open.set(call.index, body);
        this.fill(call.index, body);
      }
      button.setAttribute("aria-expanded", !place);
    });
    item.append(button);
    return item;
  }

  async fill(index, place) {
    let body = null;
    try {
      body = await (await fetch(`/call/${index}`)).json();
    } catch {
      // The page says by itself that the program is gone.
    }
    const pieces = body?.pieces ?? [];
    place.replaceChildren(
      ...pieces.map(({ text, sealed }) => {
        const piece = el("span", "", text);
        if (sealed) {
          piece.dataset.blur = "";
          piece.setAttribute("role", "img");
          piece.setAttribute("aria-label", "sealed");
        }
        return piece;
      }),
    );
  }
}
