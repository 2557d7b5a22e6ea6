import type { AlrimiBridge } from "../main/desktop/windows/ipc-contract.ts";

declare global {
  interface Window {
    /** Put there by the preload; the page's only door to the outside. */
    readonly alrimi: AlrimiBridge<never, never>;
  }
}
