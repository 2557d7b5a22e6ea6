import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * Tells the height that the page needs, in CSS pixels: with every view that is drawn, for the window is shown when it is
 * known, and when it changes by itself (zoom, fonts). A hidden page is given no frames, so observing alone would not do.
 * @param parts what stands one below the other
 */
export function useHeight(parts: readonly RefObject<HTMLElement>[], tell: (height: number) => void): void {
  const told = useRef(0);
  const measure = (): number =>
    parts.reduce((sum, { current }) => sum + (current?.getBoundingClientRect().height ?? 0), 0);

  useLayoutEffect(() => {
    told.current = measure();
    tell(told.current);
  });

  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => {
      const height = measure();
      if (Math.abs(height - told.current) < 1) return;
      told.current = height;
      tell(height);
    });
    for (const { current } of parts) if (current !== null) observer.observe(current);
    // Enlarged, it may need the same in CSS pixels and yet a larger window.
    const onResize = (): void => tell(measure());
    window.addEventListener("resize", onResize);
    return () => {
      observer.disconnect();
      window.removeEventListener("resize", onResize);
    };
  }, []);
}
