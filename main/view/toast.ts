import { openLink } from "../core/activation.ts";
import type { NoticeView } from "./notice.ts";

/**
 * A notice as a Windows toast (Toast XML Schema). Each click target is a link that Windows opens itself. So a click
 * works from the Action Center, and after the app has ended.
 * @param later the link of the button that snoozes the notice's services; undefined for no button
 */
export function toastXml(notice: NoticeView, later: string | undefined): string {
  const open = openLink(notice.service);
  const actions = [
    linkAction(notice.buttons.open, open),
    ...(later === undefined ? [] : [linkAction(notice.buttons.later, later)]),
    // A reminder stays on the screen only if it has a button. This one is Windows' own, with Windows' text.
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

/** Escapes text for XML 1.0, as content or in quotes. A character that XML cannot hold becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}
