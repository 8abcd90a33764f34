/* What the page does better when a script is there. Nothing here is needed to read, answer or send. */

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const distance = (item, level) => Math.abs(Number(item.dataset.level) - level);

/* A level: the slider and the number are two handles on one value, and the nearest anchor is in ink. */
function wakeSetter(setter) {
  const number = setter.querySelector("input[type=number]");
  const template = setter.querySelector("template");
  const anchors = all("[data-level]", setter);
  template.replaceWith(template.content.cloneNode(true));
  const slider = setter.querySelector("input[type=range]");

  const show = () => {
    const level = Number(slider.value);
    const near = anchors.reduce((one, other) => (distance(other, level) < distance(one, level) ? other : one));
    const unset = number.value === "";
    for (const anchor of anchors) anchor.classList.toggle("near", anchor === near && !unset);
    slider.classList.toggle("unset", unset);
    slider.setAttribute(
      "aria-valuetext",
      unset ? slider.dataset.unset : `${level}. ${near.lastElementChild.textContent}`,
    );
  };
  const follow = () => {
    slider.value = number.value === "" ? 50 : number.value;
    show();
  };

  slider.addEventListener("input", () => {
    number.value = slider.value;
    show();
  });
  number.addEventListener("input", follow);
  number.form?.addEventListener("reset", () => setTimeout(follow));
  follow();
}

/* The suggestion follows the answers: the mean of at least two of them, halves up, as on the server. */
function wakeSuggestion(place) {
  const form = place.closest("form");
  const stroke = form.querySelector("[data-clues]");
  const figure = Object.assign(document.createElement("b"), { className: "num" });

  form.addEventListener("change", (event) => {
    if (!event.target.closest(".clue")) return;
    const answers = all("[data-clue]:checked", form).map((input) => Number(input.value));
    const level = Math.round(answers.reduce((sum, value) => sum + value, 0) / answers.length);
    const enough = answers.length >= 2;
    const [before, after] = place.dataset.some.split("{n}");
    figure.textContent = level;
    place.replaceChildren(...(enough ? [before, figure, after] : [place.dataset.none]));
    stroke?.setAttribute("visibility", enough ? "visible" : "hidden");
    if (enough) for (const end of ["x1", "x2"]) stroke?.setAttribute(end, `${level}%`);
  });
}

/* What opens under an answer can be filled only while that answer is chosen. */
function wakeChoice(more) {
  const answer = document.getElementById(more.dataset.openedBy);
  const follow = () => {
    for (const control of all("input, select, textarea", more)) control.disabled = !answer.checked;
  };
  answer.closest("fieldset").addEventListener("change", follow);
  follow();
}

/* What is left of a textarea, said once the writer pauses. */
function wakeCount(place) {
  const words = document.getElementById(place.dataset.count);
  let pause;
  place.setAttribute("aria-live", "polite");
  words.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      const left = words.maxLength - words.value.length;
      const said = left.toLocaleString(document.documentElement.lang);
      place.textContent = left === 1 ? place.dataset.one : place.dataset.many.replace("{n}", said);
    }, 600);
  });
}

/* Words written and not sent: the browser asks before leaving them behind. */
function wakeGuard(form) {
  const unsaved = () =>
    all("textarea, input[type=text]", form).some((control) => control.value !== control.defaultValue);
  const ask = (event) => {
    if (unsaved()) event.preventDefault();
  };
  window.addEventListener("beforeunload", ask);
  form.addEventListener("submit", () => window.removeEventListener("beforeunload", ask));
}

/* An open menu folds back on Escape, or when the reader goes elsewhere. */
function wakeMenu(menu) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}

/* What others change meanwhile: asked for again now and then, put in place of what stands there if it is new. */
function wakeLive(place) {
  const look = async () => {
    try {
      const answer = await fetch(location.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(place.id);
      if (answer.ok && !fresh) return location.reload();
      if (answer.ok && fresh.dataset.version !== place.dataset.version) {
        const held = place.contains(document.activeElement);
        place.dataset.version = fresh.dataset.version;
        place.replaceChildren(...fresh.childNodes);
        if (held) place.focus();
      }
    } catch {
      /* no answer this time: the next turn asks again */
    }
    setTimeout(look, place.dataset.live * 1000);
  };
  setTimeout(look, place.dataset.live * 1000);
}

all("[data-setter]").forEach(wakeSetter);
all("[data-suggestion]").forEach(wakeSuggestion);
all("[data-opened-by]").forEach(wakeChoice);
all("[data-count]").forEach(wakeCount);
all("form[data-guard]").forEach(wakeGuard);
all("details.menu").forEach(wakeMenu);
all("[data-live]").forEach(wakeLive);
document.querySelector("[data-summary]")?.focus();
