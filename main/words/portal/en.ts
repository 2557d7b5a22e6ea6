import type { PortalWords } from "./ko.ts";

export const portalEn: PortalWords = {
  name: "Approvals",
  loading: "Loading…",
  signIn: "Sign in to see your approvals",
  unknownPerson: "This user is not registered. Ask your administrator.",
  otherOrigin: "Approvals cannot be shown on this page. Ask your administrator.",
  tooManyPages: "Too many pages are open. Close another tab to see your approvals here.",
  away: "The server cannot be reached. Alrimi keeps trying.",
};
