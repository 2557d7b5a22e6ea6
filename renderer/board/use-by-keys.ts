import { useEffect, useState } from "preact/hooks";

/** Whether the person uses the keyboard: since a key was pressed, until the pointer is used or the board is left. */
export function useByKeys(): boolean {
  const [isByKeys, setByKeys] = useState(false);
  useEffect(() => {
    const keys = ({ key }: KeyboardEvent): void => {
      if (key !== "Escape") setByKeys(true); // it closes the board
    };
    const pointer = (): void => setByKeys(false);
    document.addEventListener("keydown", keys, true);
    document.addEventListener("pointerdown", pointer, true);
    document.addEventListener("visibilitychange", pointer);
    window.addEventListener("blur", pointer);
    return () => {
      document.removeEventListener("keydown", keys, true);
      document.removeEventListener("pointerdown", pointer, true);
      document.removeEventListener("visibilitychange", pointer);
      window.removeEventListener("blur", pointer);
    };
  }, []);
  return isByKeys;
}
