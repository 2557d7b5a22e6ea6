import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * Reports the height that the page needs, in CSS pixels: after every drawn view, because the window is shown only then,
 * and after a change of zoom or fonts. An observer alone is not enough, because a hidden page gets no frames.
 * @param parts elements that are stacked vertically
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
    // After a zoom, the height in CSS pixels may be the same while the window must grow.
    const onResize = (): void => tell(measure());
    window.addEventListener("resize", onResize);
    return () => {
      observer.disconnect();
      window.removeEventListener("resize", onResize);
    };
  }, []);
}
