import type { Request, Text } from "./company.ts";
import type { SystemId } from "./services.ts";

/** 0 inclusive to 1 exclusive, like `Math.random`. */
export type Random = () => number;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const people: readonly { readonly name: Text; readonly team: Text }[] = [
  { name: { ko: "김민준", en: "Kim Min-jun" }, team: { ko: "영업1팀", en: "Sales 1" } },
  { name: { ko: "이서연", en: "Lee Seo-yeon" }, team: { ko: "영업1팀", en: "Sales 1" } },
  { name: { ko: "박지호", en: "Park Ji-ho" }, team: { ko: "구매팀", en: "Purchasing" } },
  { name: { ko: "최수아", en: "Choi Su-a" }, team: { ko: "마케팅팀", en: "Marketing" } },
  { name: { ko: "정도윤", en: "Jeong Do-yun" }, team: { ko: "개발2팀", en: "Development 2" } },
  { name: { ko: "강하은", en: "Kang Ha-eun" }, team: { ko: "개발2팀", en: "Development 2" } },
  { name: { ko: "조은우", en: "Cho Eun-woo" }, team: { ko: "품질팀", en: "Quality" } },
  { name: { ko: "윤지아", en: "Yoon Ji-a" }, team: { ko: "총무팀", en: "General affairs" } },
];

type Draw = (pick: <T>(from: readonly T[]) => T, now: number) => Omit<Request, "requester" | "team">;

const draws: Readonly<Record<SystemId, Draw>> = {
  "hr-leave": (pick, now) => {
    const start = now + pick([2, 5, 9, 14]) * DAY;
    const days = pick([1, 2, 3]);
    const until = start + (days - 1) * DAY;
    return {
      title: pick([
        { ko: "연차 휴가", en: "Annual leave" },
        { ko: "부산 출장 (고객사 방문)", en: "Trip to Busan (customer visit)" },
        { ko: "싱가포르 출장 (전시회)", en: "Trip to Singapore (exhibition)" },
        { ko: "가족 돌봄 휴가", en: "Family care leave" },
      ]),
      detail: {
        ko: `${day("ko", start)} ~ ${day("ko", until)} (${days}일)`,
        en: `${day("en", start)} – ${day("en", until)} (${days} ${days === 1 ? "day" : "days"})`,
      },
      dueAt: endOfWork(start - DAY),
    };
  },
  "finance-card": (pick) => ({
    title: pick([
      { ko: "팀 회식 · 한우마을", en: "Team dinner · Hanu Village" },
      { ko: "택시 · 심야 퇴근", en: "Taxi · late evening" },
      { ko: "소모품 · 사무용품점", en: "Supplies · stationer" },
      { ko: "고객 식사 · 정동각", en: "Customer lunch · Jeongdonggak" },
      { ko: "소프트웨어 구독 · 1개월", en: "Software subscription · 1 month" },
    ]),
    detail: won(pick([8_700, 23_400, 64_000, 128_000, 184_500, 312_000])),
  }),
  "visitor-access": (pick, now) => {
    const arrival = Math.ceil((now + pick([0.5, 1, 2, 4]) * HOUR) / (HOUR / 2)) * (HOUR / 2);
    const company = pick([
      { ko: "한빛테크", en: "Hanbit Tech" },
      { ko: "서울설비", en: "Seoul Facilities" },
      { ko: "다온컨설팅", en: "Daon Consulting" },
    ]);
    const guests = pick([1, 2, 3, 5]);
    const place = pick([
      { ko: "본관 3층", en: "main building" },
      { ko: "별관 회의실", en: "annex" },
      { ko: "서버실", en: "server room" },
    ]);
    return {
      title: { ko: `${company.ko} 방문 ${guests}명`, en: `${company.en}, ${guests} visiting` },
      detail: {
        ko: `${moment("ko", arrival)} 도착 · ${place.ko}`,
        en: `arrives ${moment("en", arrival)} · ${place.en}`,
      },
      dueAt: arrival,
    };
  },
  mail: (pick) => ({
    title: pick([
      { ko: "외부 발송: 견적서.pdf", en: "Outbound: quotation.pdf" },
      { ko: "외부 발송: 계약서_최종.docx", en: "Outbound: contract_final.docx" },
      { ko: "대용량 첨부 발송", en: "Large attachment" },
      { ko: "고객 명단 첨부 발송", en: "Outbound: customer list" },
    ]),
    detail: pick([
      { ko: "받는 사람: 한빛테크 외 2곳", en: "to Hanbit Tech and 2 others" },
      { ko: "받는 사람: 다온컨설팅", en: "to Daon Consulting" },
      { ko: "받는 사람: 서울설비 · 48 MB", en: "to Seoul Facilities · 48 MB" },
    ]),
  }),
  "e-approval": (pick, now) => ({
    title: pick([
      { ko: "구매 품의: 노트북 5대", en: "Purchase: 5 laptops" },
      { ko: "계약 체결 품의: 유지보수 1년", en: "Contract: maintenance, 1 year" },
      { ko: "채용 품의: 경력 1명", en: "Hiring: 1 experienced engineer" },
      { ko: "예산 전용 신청", en: "Budget transfer" },
    ]),
    detail: won(pick([1_200_000, 3_450_000, 9_800_000, 24_000_000])),
    dueAt: endOfWork(now + pick([1, 2, 3]) * DAY),
  }),
  "travel-cost": (pick) => ({
    title: pick([
      { ko: "부산 출장비", en: "Trip to Busan" },
      { ko: "대전 출장비", en: "Trip to Daejeon" },
      { ko: "싱가포르 출장비", en: "Trip to Singapore" },
      { ko: "시내 교통비 (월 정산)", en: "City transport, monthly" },
    ]),
    detail: won(pick([42_000, 186_400, 358_900, 1_284_000])),
  }),
};

/**
 * Creates a plausible request.
 * @param now milliseconds since the Unix epoch
 */
export function drawRequest(system: SystemId, random: Random, now: number): Request {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const { name, team } = pick(people);
  return { requester: name, team, ...draws[system](pick, now) };
}

function won(amount: number): Text {
  return { ko: `${amount.toLocaleString("ko")}원`, en: `KRW ${amount.toLocaleString("en")}` };
}

/** 18:00 on that day. */
function endOfWork(time: number): number {
  return new Date(time).setHours(18, 0, 0, 0);
}

function day(language: "ko" | "en", time: number): string {
  return new Intl.DateTimeFormat(language, { month: "short", day: "numeric", weekday: "short" }).format(time);
}

function moment(language: "ko" | "en", time: number): string {
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(
    time,
  );
}
