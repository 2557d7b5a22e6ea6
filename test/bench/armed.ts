import { type Company, USER } from "../e2e/company.ts";

const DAY = 24 * 3_600_000;

/** Makes something wait, with a deadline: what is to be told again, and when, keeps the app's timers armed. */
export async function makeSomethingWait(company: Company): Promise<void> {
  const occurredAt = new Date().toISOString();
  const event = { user: USER, occurredAt, sequence: 1 };
  const dueAt = new Date(Date.now() + 3 * DAY).toISOString();
  await company.raw("hr-leave", JSON.stringify({ ...event, service: "hr-leave", count: 3, dueAt }));
  await company.raw("mail", JSON.stringify({ ...event, service: "mail", count: 12 }));
}

/** The policy of an app whose every timer is armed. */
export function policyWithAllTimers(company: Company): Promise<string> {
  return company.policy({
    preferences: {
      remindAfter: 120,
      morningDigest: true,
      leavingDigest: true,
      quietHours: { from: "22:00", to: "07:00" },
    },
  });
}
