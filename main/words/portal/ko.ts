/** The board in the company portal, as long as it has no board of the server. */
export const portalKo = {
  name: "결재 현황",
  loading: "불러오는 중…",
  signIn: "로그인하여 결재 현황 보기",
  unknownPerson: "등록되지 않은 사용자입니다. 관리자에게 문의하세요.",
  otherOrigin: "이 페이지에서는 결재 현황을 볼 수 없습니다. 관리자에게 문의하세요.",
  tooManyPages: "열린 페이지가 너무 많습니다. 다른 탭을 닫으면 다시 나타납니다.",
  away: "서버에 연결할 수 없습니다. 자동으로 다시 시도합니다.",
};

export type PortalWords = typeof portalKo;
