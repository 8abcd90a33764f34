/* A portrait under the hand: values told where one points or moves with the arrows, and a slider of dates.
   Without this script values are in the tables and in the titles of the marks, and dates are links. */

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const arrows = document.querySelector("script[data-arrows]")?.dataset.arrows;
const NEAR = 24; // how far, in pixels, a finger may be from a mark

/* ── values ── */

const label = Object.assign(document.createElement("p"), { className: "told", role: "status" });

/* The titles of marks, taken off so that the browser does not show them a second time. */
function marksOf(holder) {
  return all("title", holder).map((title) => {
    const mark = { shape: title.parentNode, words: title.textContent };
    title.remove();
    return mark;
  });
}

function centre(mark) {
  const box = mark.shape.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, box };
}

function distance(mark, x, y) {
  const { box } = centre(mark);
  const aside = Math.max(box.left - x, 0, x - box.right);
  const above = Math.max(box.top - y, 0, y - box.bottom);
  return Math.hypot(aside, above);
}

function tell(mark) {
  label.textContent = mark.words;
  document.body.append(label);
  const { x, box } = centre(mark);
  const half = label.offsetWidth / 2;
  const left = Math.min(Math.max(x, half + 4), document.documentElement.clientWidth - half - 4);
  label.style.left = `${left - half + window.scrollX}px`;
  label.style.top = `${box.top + window.scrollY - label.offsetHeight - 8}px`;
}

function hush() {
  label.remove();
}

function wakeChart(holder) {
  const marks = marksOf(holder);
  if (!marks.length) return;
  let current = -1;

  holder.addEventListener("pointermove", (event) => {
    const found = marks
      .map((mark) => [distance(mark, event.clientX, event.clientY), mark])
      .reduce((one, other) => (other[0] < one[0] ? other : one));
    if (found[0] <= NEAR) tell(found[1]);
    else hush();
  });
  holder.addEventListener("pointerleave", hush);

  if (arrows) {
    holder.tabIndex = 0;
    holder.setAttribute("role", "group");
    holder.setAttribute("aria-label", arrows);
  }
  holder.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") hush();
    if (!step) return;
    event.preventDefault();
    current = (current + step + marks.length) % marks.length;
    tell(marks[current]);
  });
  holder.addEventListener("blur", () => {
    current = -1;
    hush();
  });
}

/* ── dates ── */

function wakePeriods(nav) {
  const links = all("a", nav);
  const wheel = document.querySelector("[data-wheel]");
  if (!wheel || links.length < 2) return;
  const drawn = new Map();
  const now = links.findIndex((link) => link.hasAttribute("aria-current"));
  const field = document.createElement("label");
  const slider = Object.assign(document.createElement("input"), {
    type: "range",
    className: "slider",
    min: 0,
    max: links.length - 1,
    step: 1,
    value: now,
  });
  const said = Object.assign(document.createElement("output"), { textContent: links[now].textContent });
  field.append(Object.assign(document.createElement("span"), { textContent: nav.dataset.label }), slider);
  nav.replaceChildren(field, said);
  drawn.set(now, wheel.innerHTML);
  let asked = now;

  const show = (html) => {
    wheel.innerHTML = html;
    all("[data-chart]", wheel).forEach(wakeChart);
  };
  slider.addEventListener("input", async () => {
    const place = Number(slider.value);
    asked = place;
    slider.setAttribute("aria-valuetext", links[place].textContent);
    said.textContent = links[place].textContent;
    try {
      if (!drawn.has(place)) drawn.set(place, await fetched(links[place].href));
      if (asked === place) show(drawn.get(place));
    } catch {
      if (asked === place) said.textContent = nav.dataset.failed;
    }
  });
}

async function fetched(href) {
  const answer = await fetch(href, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.querySelector("[data-wheel]");
  if (!found) throw new Error("no diagram");
  return found.innerHTML;
}

all("[data-periods]").forEach(wakePeriods); // first: it keeps the diagram with the titles of its marks
all("[data-chart]").forEach(wakeChart);

/* On paper nothing is folded. */
addEventListener("beforeprint", () => {
  for (const part of all("main details")) part.open = true;
});
