import type { Request } from "../../../build/demo/company.ts";
import { type DemoService, SERVICES, type ServiceId } from "../../../build/demo/services.ts";

export const NOW = Date.UTC(2026, 10, 22, 9);

export const leave: Request = {
  requester: { ko: "김민준", en: "Kim Min-jun" },
  team: { ko: "영업1팀", en: "Sales 1" },
  title: { ko: "연차 휴가", en: "Annual leave" },
  detail: { ko: "1일", en: "1 day" },
};

export function serviceOf(id: ServiceId): DemoService {
  return SERVICES.find((service) => service.id === id) as DemoService;
}
