import type { Page } from "playwright-core";

/**
 * What does not fit in a page as it is now, one line for each: wider than its place, out of the window, outside of its
 * button, or cut off.
 * @param mayBeCut what is cut on purpose, as a selector
 */
export function layoutFaults(page: Page, mayBeCut = "none"): Promise<string[]> {
  return page.evaluate(`(() => {
    const name = (e) => (e.className || e.tagName) + ": " + e.textContent.slice(0, 60);
    const isSeen = (e) => e.getClientRects().length > 0 && e.closest(".for-ears, svg") === null;
    const all = [document.documentElement, ...document.body.querySelectorAll("*")].filter(isSeen);
    const wide = all.filter((e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0
      && getComputedStyle(e).display !== "inline" && !e.matches("select, textarea, input:not(.time)")
      && !e.matches(${JSON.stringify(mayBeCut)}));
    const cut = all.filter((e) => /hidden|clip/.test(getComputedStyle(e).overflowY)
      && e.scrollHeight > e.clientHeight + 1 && !e.matches(${JSON.stringify(mayBeCut)}));
    const outside = all.filter((e) => {
      const { left, right } = e.getBoundingClientRect();
      return (left < -0.5 || right > innerWidth + 0.5) && !e.matches(${JSON.stringify(mayBeCut)});
    });
    const boxOf = (text) => {
      const range = document.createRange();
      range.selectNodeContents(text);
      return range.getBoundingClientRect();
    };
    const isOutOf = (box, { left, right, top, bottom, width }) =>
      width > 0 && (left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > box.bottom + 1);
    const textsIn = (e) => [...e.childNodes].flatMap((child) => child.nodeType === Node.TEXT_NODE ? [child]
      : child.nodeType === Node.ELEMENT_NODE && isSeen(child) && !child.matches(${JSON.stringify(mayBeCut)}) ? textsIn(child) : []);
    const escaped = all.filter((e) => e.matches("button"))
      .filter((e) => textsIn(e).some((text) => isOutOf(e.getBoundingClientRect(), boxOf(text))));
    return [["wide", wide], ["cut", cut], ["outside", outside], ["escaped", escaped]]
      .flatMap(([what, elements]) => elements.map((e) => what + " " + name(e)));
  })()`);
}
