import type { BrokerConfigInput } from "../../../main/admin/broker-config.ts";

/** The services of the measured company; their ids need no encoding in a subject. */
export const SERVICES = ["hr-leave", "finance-card", "security-visitor", "mail", "e-approval"] as const;

export const CATALOG = JSON.stringify({
  services: SERVICES.map((id, order) => ({
    id,
    name: { ko: `결재 ${order + 1}`, en: `Approvals ${order + 1}` },
    url: `https://${id}.example.com/approvals`,
    order,
  })),
});

/** @param index 0 … */
export function userId(index: number): string {
  return `u${String(index).padStart(6, "0")}`;
}

export function passwordOf(name: string): string {
  return `${name}-password`;
}

/** One login per person and per service, each with its own permissions, as the generator writes them. */
export function companyLogins(
  people: number,
): Pick<BrokerConfigInput, "administrator" | "keeper" | "writers" | "apps"> {
  const login = (name: string) => ({ username: name, password: passwordOf(name) });
  return {
    administrator: login("admin"),
    keeper: login("keeper"),
    writers: SERVICES.map((service) => ({ service, ...login(`writer-${service}`) })),
    apps: Array.from({ length: people }, (_, index) => ({ user: userId(index), ...login(userId(index)) })),
  };
}

/** Which of the services has news for a person when only one has. */
export function newsFor(person: number): number {
  return person % SERVICES.length;
}

/** What a service says about one person; 150 bytes or so. */
export function eventText(user: string, service: string, sequence: number): string {
  return JSON.stringify({
    service,
    user,
    count: 1 + (sequence % 50),
    occurredAt: new Date(Date.UTC(2026, 0, 1) + sequence * 1000).toISOString(),
    sequence,
  });
}
