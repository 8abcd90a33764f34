// What axe finds in this page, and the grounds of its texts that it judged for the first time.
//
// Whether a text stands out depends on its own looks and on all that is painted behind it, not on its words.
// Texts whose ground was judged already are not given to that one rule, the slowest; every other rule sees all.
// Gives nothing when axe is not there yet.
async ([judged, only]) => {
  if (!("axe" in window)) return null;
  const MARK = "data-to-judge";
  const OF_A_TEXT = ["color", "fontSize", "fontWeight", "textShadow", "webkitTextStroke", "textIndent", "visibility"];
  const OF_A_BOX = ["backgroundColor", "backgroundImage", "backgroundClip", "backgroundSize", "opacity", "filter", "mixBlendMode",
    "position", "zIndex", "transform", "clip", "clipPath", "maskImage", "overflow", "display", "contentVisibility"];
  const OF_A_PSEUDO = ["content", "position", "backgroundColor", "backgroundImage", "width", "height"];
  const TYPED = "input, select, textarea, button";
  const PAINTED = "img, svg, picture, canvas, video, object, iframe, input, select, textarea, button";
  const known = new Set(judged.split(" ").map(Number)), found = new Set(), boxes = new Map();

  const styles = (style, names) => names.map((name) => style[name]).join(";");
  const pseudo = (element, which) => {
    const style = getComputedStyle(element, which);
    return style.content === "none" || style.content === "normal" ? "" : styles(style, OF_A_PSEUDO);
  };
  const box = (element) => {  // what this element and all those around it paint
    if (!element) return "";
    if (!boxes.has(element)) {
      const own = styles(getComputedStyle(element), OF_A_BOX);
      const around = `${pseudo(element, "::before")}|${pseudo(element, "::after")}`;
      boxes.set(element, `${own}|${around}/${box(element.parentElement)}`);
    }
    return boxes.get(element);
  };
  const lines = (element, texts) => {
    if (element.matches(TYPED)) return [element.getBoundingClientRect()];
    return texts.flatMap((text) => {
      const range = document.createRange();
      range.selectNodeContents(text);
      return [...range.getClientRects()];
    });
  };
  const paints = (element) => {
    const style = getComputedStyle(element);
    return element.matches(PAINTED) || style.backgroundImage !== "none" || !/, 0\)$|^transparent$/.test(style.backgroundColor);
  };
  const painted = [...document.body.querySelectorAll("*")].filter(paints).map((element) => [element, element.getBoundingClientRect()]);
  const crosses = (one, other) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  const idle = [...document.querySelectorAll(":disabled, [aria-disabled]")];
  const named = idle.flatMap((each) => (each.getAttribute("aria-labelledby") ?? "").split(/\s+/)).filter(Boolean);
  const unused = [...idle.flatMap((each) => [...(each.labels ?? [])]), ...named.map((id) => document.getElementById(id)).filter(Boolean)];
  // What is hidden, off the page, not to be used, or on something that is not around it, is judged each time.
  const apart = (element, rects) =>
    rects.length === 0 || !element.checkVisibility({visibilityProperty: true, opacityProperty: true})
    || element.closest("[aria-disabled], [aria-hidden], [inert], :disabled") || unused.some((each) => each.contains(element))
    || rects.some((rect) => rect.right <= 0 || rect.bottom + scrollY <= 0 || rect.width < 2 || rect.height < 2)
    || painted.some(([other, rect]) => !other.contains(element) && rects.some((line) => crosses(line, rect)));
  const ground = (element, texts) => {
    const words = element.matches(TYPED) ? "typed" : texts.map((text) => text.data).join("").trim();
    const kind = /\p{L}{2}/u.test(words) ? "words" : `sign ${words}`;
    return `${element.localName};${kind};${styles(getComputedStyle(element), OF_A_TEXT)};${box(element)}`;
  };
  const number = (words) => {  // 53 bits
    let high = 0xdeadbeef, low = 0x41c6ce57;
    for (let place = 0; place < words.length; place++) {
      high = Math.imul(high ^ words.charCodeAt(place), 2654435761);
      low = Math.imul(low ^ words.charCodeAt(place), 1597334677);
    }
    high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
    low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
    return 4294967296 * (2097151 & low) + (high >>> 0);
  };

  for (const element of document.querySelectorAll("body, body *")) {
    const texts = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (texts.length === 0 && !element.matches(TYPED)) continue;
    const rects = lines(element, texts);
    const key = apart(element, rects) ? null : number(ground(element, texts));
    if (key === null || !known.has(key)) element.setAttribute(MARK, "");
    if (key !== null && !known.has(key)) found.add(key);
  }
  axe.configure({rules: [{id: "color-contrast", selector: `[${MARK}]`}]});
  const {violations} = await axe.run({resultTypes: ["violations"], ...(only.length ? {runOnly: only} : {})});
  for (const element of document.querySelectorAll(`[${MARK}]`)) element.removeAttribute(MARK);
  const wrong = violations.flatMap(({id, nodes}) => nodes.map(({target}) => `${id}: ${target.join(" ")}`));
  return [wrong, [...found]];
}
