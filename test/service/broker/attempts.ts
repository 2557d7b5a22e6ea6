import { ME, OTHER, OTHER_SERVICE, SERVICE } from "./ways.ts";

export const GET = "$JS.API.DIRECT.GET.APPROVALS";
export const mine = (service: string = SERVICE): string => `approvals.hong%2Egd.${service}`;
export const others = (service: string = SERVICE): string => `approvals.kim%2Eys.${service}`;

/** What an employee could try with their own credentials: to listen. */
export const SUBSCRIPTIONS: { readonly subject: string; readonly queue?: string }[] = [
  { subject: others() },
  { subject: "approvals.kim%2Eys.*" },
  { subject: `approvals.*.${SERVICE}` },
  { subject: "approvals.*.*" },
  { subject: "approvals.>" },
  { subject: "*.hong%2Egd.*" },
  { subject: ">" },
  { subject: "*" },
  { subject: "*.*.*" },
  { subject: "stored.>" },
  { subject: "stored.hong%2Egd.*" },
  { subject: "catalog.>" },
  { subject: "catalog.*" },
  { subject: "$SYS.>" },
  { subject: "$JS.>" },
  { subject: "$JS.API.>" },
  { subject: "$JS.EVENT.>" },
  { subject: "$JS.ACK.>" },
  { subject: "_TRAY.kim%2Eys.>" },
  { subject: "_TRAY.>" },
  { subject: "_TRAY.*.*" },
  { subject: "_WRITER.>" },
  { subject: "_ADMIN.>" },
  { subject: "_INBOX.>" },
  { subject: "_R_.>" },
  { subject: others(), queue: "spies" },
  { subject: "approvals.*.*", queue: "spies" },
  { subject: ">", queue: "spies" },
  { subject: mine(OTHER_SERVICE).replace("hong", "*"), queue: "spies" },
];

/** … and to ask or to publish. */
export const PUBLISHES: { readonly subject: string; readonly payload?: string }[] = [
  { subject: `${GET}.${others()}` },
  { subject: `${GET}.approvals.*.*` },
  { subject: `${GET}.approvals.>` },
  { subject: `${GET}.approvals.kim%2Eys.*` },
  { subject: `${GET}.approvals.hong%2Egd.${SERVICE}.x` },
  { subject: GET, payload: '{"seq":1}' },
  { subject: GET, payload: JSON.stringify({ last_by_subj: others() }) },
  { subject: GET, payload: JSON.stringify({ last_by_subj: mine() }) },
  { subject: GET, payload: JSON.stringify({ next_by_subj: "approvals.>", seq: 1 }) },
  { subject: GET, payload: JSON.stringify({ multi_last: ["approvals.>"], batch: 1000 }) },
  { subject: "$JS.API.DIRECT.GET.CATALOG", payload: '{"seq":1}' },
  { subject: "$JS.API.DIRECT.GET.CATALOG.catalog.other" },
  { subject: "$JS.API.STREAM.MSG.GET.APPROVALS", payload: '{"seq":1}' },
  { subject: "$JS.API.STREAM.MSG.GET.APPROVALS", payload: JSON.stringify({ last_by_subj: others() }) },
  { subject: "$JS.API.STREAM.MSG.DELETE.APPROVALS", payload: '{"seq":1}' },
  { subject: "$JS.API.STREAM.INFO.APPROVALS", payload: JSON.stringify({ subjects_filter: ">" }) },
  { subject: "$JS.API.STREAM.INFO.CATALOG" },
  { subject: "$JS.API.STREAM.LIST" },
  { subject: "$JS.API.STREAM.NAMES" },
  {
    subject: "$JS.API.STREAM.CREATE.SPY",
    payload: '{"name":"SPY","subjects":["spy"],"sources":[{"name":"APPROVALS"}]}',
  },
  { subject: "$JS.API.STREAM.UPDATE.APPROVALS", payload: '{"name":"APPROVALS","subjects":["x"]}' },
  { subject: "$JS.API.STREAM.PURGE.APPROVALS" },
  { subject: "$JS.API.STREAM.DELETE.APPROVALS" },
  { subject: "$JS.API.STREAM.SNAPSHOT.APPROVALS", payload: '{"deliver_subject":"_TRAY.hong%2Egd.x"}' },
  { subject: "$JS.API.STREAM.RESTORE.APPROVALS" },
  { subject: "$JS.API.STREAM.LEADER.STEPDOWN.APPROVALS" },
  { subject: "$JS.API.STREAM.PEER.REMOVE.APPROVALS" },
  { subject: "$JS.API.CONSUMER.CREATE.APPROVALS", payload: consumer("approvals.>") },
  { subject: "$JS.API.CONSUMER.CREATE.APPROVALS.spy", payload: consumer("approvals.>") },
  { subject: `$JS.API.CONSUMER.CREATE.APPROVALS.spy.${others()}`, payload: consumer(others()) },
  { subject: `$JS.API.CONSUMER.CREATE.APPROVALS.own.${mine()}`, payload: consumer(mine()) },
  { subject: "$JS.API.CONSUMER.DURABLE.CREATE.APPROVALS.spy", payload: consumer("approvals.>") },
  { subject: "$JS.API.CONSUMER.MSG.NEXT.APPROVALS.spy", payload: "1" },
  { subject: "$JS.API.CONSUMER.LIST.APPROVALS" },
  { subject: "$JS.API.CONSUMER.NAMES.APPROVALS" },
  { subject: "$JS.API.CONSUMER.INFO.APPROVALS.spy" },
  { subject: "$JS.API.CONSUMER.DELETE.APPROVALS.spy" },
  { subject: "$JS.API.CONSUMER.LEADER.STEPDOWN.APPROVALS.spy" },
  { subject: "$JS.API.ACCOUNT.PURGE.ALRIMI" },
  { subject: "$JS.API.META.LEADER.STEPDOWN" },
  { subject: "$JS.API.SERVER.REMOVE" },
  { subject: "$JS.API.INFO" },
  { subject: "$JS.API.>" },
  { subject: "$JS.ACK.APPROVALS.spy.1.1.1.1.0" },
  { subject: mine(), payload: event(ME) },
  { subject: others(), payload: event(OTHER) },
  { subject: "approvals.*.*", payload: event(OTHER) },
  { subject: "stored.hong%2Egd.hr-leave", payload: event(ME) },
  { subject: "stored.kim%2Eys.hr-leave", payload: event(OTHER) },
  { subject: "catalog.services", payload: '{"services":[]}' },
  { subject: "catalog.other", payload: "{}" },
  { subject: "$SYS.REQ.SERVER.PING" },
  { subject: "$SYS.REQ.ACCOUNT.PING.CONNZ" },
  { subject: "$SYS.REQ.USER.INFO" },
  { subject: "$SYS.>" },
  { subject: "_TRAY.kim%2Eys.x", payload: "forged" },
  { subject: "_TRAY.hong%2Egd.x", payload: "to myself" },
  { subject: "_INBOX.x", payload: "forged" },
  { subject: "_R_.x", payload: "forged" },
];

/** Where an answer must not go, whoever asks. */
export const REPLIES = [
  others(),
  others("new-service"),
  "catalog.services",
  `stored.kim%2Eys.${SERVICE}`,
  "$JS.API.STREAM.PURGE.APPROVALS",
  "$JS.API.STREAM.DELETE.APPROVALS",
  "$JS.API.STREAM.DELETE.CATALOG",
  "$JS.API.META.LEADER.STEPDOWN",
  `${GET}.${others()}`,
];

export function event(user: string): string {
  return JSON.stringify({
    service: SERVICE,
    user,
    count: 9,
    occurredAt: "2026-01-01T00:00:00Z",
    sequence: 1000,
  });
}

function consumer(filter: string): string {
  return JSON.stringify({
    stream_name: "APPROVALS",
    config: {
      filter_subject: filter,
      deliver_subject: "_TRAY.hong%2Egd.x",
      ack_policy: "none",
      deliver_policy: "all",
    },
  });
}
