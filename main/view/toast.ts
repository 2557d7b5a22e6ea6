import { openLink } from "../core/activation.ts";
import type { NoticeView } from "./notice.ts";

/**
 * A notice as a Windows toast (Toast XML Schema). Everything in it that can be clicked is a link back into the app,
 * which Windows opens itself: so that a click works from the Action Center, and when the app no longer runs.
 * @param later the link of the button that puts the notice's services off; none when there is nothing to put off
 */
export function toastXml(notice: NoticeView, later: string | undefined): string {
  const open = openLink(notice.service);
  const actions = [
    linkAction(notice.buttons.open, open),
    ...(later === undefined ? [] : [linkAction(notice.buttons.later, later)]),
    // A reminder stays on the screen only with a button that needs no app: Windows' own, in its own words.
    ...(notice.isUrgent ? ['<action activationType="system" arguments="dismiss" content=""/>'] : []),
  ];
  return [
    `<toast launch="${escapeXml(open)}" activationType="protocol"${notice.isUrgent ? ' scenario="reminder"' : ""}>`,
    '<visual><binding template="ToastGeneric">',
    `<text>${escapeXml(notice.title)}</text><text>${escapeXml(notice.body)}</text>`,
    "</binding></visual>",
    `<actions>${actions.join("")}</actions>`,
    ...(notice.isSilent ? ['<audio silent="true"/>'] : []),
    "</toast>",
  ].join("");
}

function linkAction(content: string, link: string): string {
  const [text, target] = [escapeXml(content), escapeXml(link)];
  return `<action content="${text}" activationType="protocol" arguments="${target}"/>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text for XML 1.0, as content or within quotes; a character that XML cannot hold becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}
