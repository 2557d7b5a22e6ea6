import type { SignOnWords } from "./ko.ts";

export const signOnEn: SignOnWords = {
  title: "Alrimi sign-in",
  refused: {
    "bad-return": "The address is not valid. Start again from the page that you came from.",
    "not-signed-on": "You are not signed in. Start again from the page that you came from.",
    "sign-on-failed":
      "You could not be signed in. Start again from the page that you came from. If this continues, ask your administrator.",
    "other-origin": "This cannot be shown on this page. Ask your administrator.",
    "person-unknown": "This user is not registered. Ask your administrator.",
    "too-many-requests": "There are too many requests. Try again in a minute.",
    "too-many-streams": "Too many pages are open. Close another tab.",
    unavailable: "The server cannot check this at the moment. Try again later.",
  },
};
