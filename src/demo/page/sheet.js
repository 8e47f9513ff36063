// What opens over the page: sheets with a question, menus, and the stand-ins of files in full.

import { glyph, el } from "./message.js";

// Asks something; the chosen answer, or null when it was closed.
export function ask({ title, text, quote, body, choices = [], wide = false }) {
  const sheet = el("dialog", "sheet" + (wide ? " wide" : ""));
  const head = el("h2", "", title);
  head.id = "sheet-title";
  sheet.setAttribute("aria-labelledby", head.id);
  sheet.append(head);
  if (text) sheet.append(el("p", "", text));
  if (quote) sheet.append(el("p", "quote", quote));
  if (body) sheet.append(body);
  const row = el("div", "choices");
  sheet.append(row);
  return new Promise((resolve) => {
    let answer = null;
    const all = [...choices, { label: choices.length ? "Never mind" : "Close", value: null }];
    for (const { label, value, main } of all) {
      const button = el("button", main ? "main" : "", label);
      button.type = "button";
      button.addEventListener("click", () => {
        answer = value;
        sheet.close();
      });
      row.append(button);
    }
    sheet.addEventListener("click", (event) => {
      if (event.target === sheet) sheet.close();
    });
    sheet.addEventListener("close", () => {
      sheet.remove();
      resolve(answer);
    });
    document.body.append(sheet);
    sheet.showModal();
  });
}

let openMenu = null;

// A menu beside the button it belongs to: items of {label, glyph, danger, act}, and a row of faces if given.
export function menu(anchor, items, faces) {
  const again = openMenu?.anchor === anchor;
  openMenu?.close();
  if (again) return;
  const box = el("div");
  box.setAttribute("role", "menu");
  const add = (parent, label, act) => {
    const button = el("button");
    button.type = "button";
    button.setAttribute("role", "menuitem");
    button.addEventListener("click", () => {
      close();
      act();
    });
    if (label) button.setAttribute("aria-label", label);
    parent.append(button);
    return button;
  };
  if (faces) {
    const row = el("div", "faces");
    for (const face of faces.all) {
      const given = faces.mine === face;
      const button = add(row, `${given ? "Take back" : "React with"} ${face}`, () => faces.act(given ? null : face));
      button.textContent = show(face);
      button.setAttribute("aria-pressed", given);
    }
    box.append(row);
  }
  for (const item of items) {
    const button = add(box, "", item.act);
    button.append(glyph(item.glyph), item.label);
    if (item.danger) button.classList.add("danger");
  }
  const close = () => {
    box.remove();
    openMenu = null;
    anchor.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    if (!document.activeElement || document.activeElement === document.body) anchor.focus();
  };
  const outside = (event) => {
    if (!box.contains(event.target) && !anchor.contains(event.target)) close();
  };
  box.addEventListener("keydown", (event) => {
    const all = [...box.querySelectorAll("button")];
    const at = all.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step) {
      event.preventDefault();
      all[(at + step + all.length) % all.length].focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      close();
      anchor.focus();
    }
  });
  document.body.append(box);
  const place = anchor.getBoundingClientRect();
  const { offsetWidth: wide, offsetHeight: tall } = box;
  const left = Math.min(Math.max(8, place.right - wide), innerWidth - wide - 8);
  const below = place.bottom + 4 + tall < innerHeight;
  box.style.left = `${left}px`;
  box.style.top = `${below ? place.bottom + 4 : Math.max(8, place.top - tall - 4)}px`;
  anchor.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside, true);
  openMenu = { anchor, close };
  box.querySelector("button")?.focus({ preventScroll: true });
}

// Telegram names some of its reactions without the sign that makes them a picture.
export function show(face) {
  return /^[❤☃✍🕊]$/u.test(face) ? `${face}\uFE0F` : face;
}
