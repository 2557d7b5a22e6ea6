import type { Page } from "playwright-core";

/** More controls than any page of ours has. */
const MOST = 200;

/**
 * Goes through a page with Tab alone, from its start. Answers with what a person without a mouse cannot do: a control
 * that Tab does not reach, a focus that is not seen, or one outside the window.
 */
export async function tabFaults(page: Page): Promise<string[]> {
  await page.evaluate(`(() => {
    document.activeElement?.blur();
    getSelection()?.removeAllRanges();
    window.reached = new Set();
  })()`);
  const faults = new Set<string>();
  for (let stops = 0; stops < MOST; stops++) {
    await page.keyboard.press("Tab");
    const stop = (await page.evaluate(LOOK)) as { isNew: boolean; fault: string | null };
    if (stop.fault !== null) faults.add(stop.fault);
    if (!stop.isNew) break;
  }
  return [...faults, ...((await page.evaluate(UNREACHED)) as string[])];
}

const NAME =
  "const name = (e) => e.tagName.toLowerCase() + '.' + e.className + ' ' + (e.ariaLabel ?? e.textContent.trim()).slice(0, 30);";

/**
 * A radio is drawn by the element beside it. Two CSS pixels are 1.6 at 125 %, in whole pixels of the screen. Of a text of
 * several lines Chromium scrolls to the one with the caret.
 */
const LOOK = `(() => {
  ${NAME}
  const focused = document.activeElement;
  if (focused === null || focused === document.body) return { isNew: reached.size === 0, fault: null };
  // A date has parts, each a stop of its own.
  const isNew = !reached.has(focused) || focused.type === "date" && focused === window.last;
  reached.add(focused);
  window.last = focused;
  const drawn = focused.type === "radio" ? focused.nextElementSibling : focused;
  const { outlineStyle, outlineWidth } = getComputedStyle(drawn);
  if (outlineStyle === "none" || parseFloat(outlineWidth) < 1.5) return { isNew, fault: "unseen " + name(focused) };
  const { left, right, top, bottom, width } = drawn.getBoundingClientRect();
  const isInside = left >= -1 && right <= innerWidth + 1 && bottom > 0 && top < innerHeight && width > 0;
  const end = focused.tagName === "TEXTAREA" ? top + parseFloat(getComputedStyle(focused).lineHeight) : bottom;
  const isWhole = top >= -1 && end <= innerHeight + 1 || bottom - top > innerHeight;
  return { isNew, fault: isInside && isWhole ? null : "outside " + name(focused) };
})()`;

/** Of radios of one name Tab reaches one; the arrow keys reach the others. */
const UNREACHED = `(() => {
  ${NAME}
  const names = new Set([...reached].filter((e) => e.type === "radio").map((e) => e.name));
  return [...document.querySelectorAll("button, input, select, textarea, a[href], [tabindex]")]
    .filter((e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility() && !reached.has(e))
    .filter((e) => !(e.type === "radio" && names.has(e.name)))
    .map((e) => "unreached " + name(e));
})()`;
