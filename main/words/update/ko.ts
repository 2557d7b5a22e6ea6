import type { DisabledReason, SelfUpdateFault } from "../../core/self-update.ts";
import type { Update } from "../../core/update.ts";
import { asSubject } from "../particles.ts";

/** Another version was installed while the app runs, and the updates that the app takes itself. */
export const updateKo = {
  installed: ({ version, kind }: Update): string =>
    ({
      newer: `새 버전 ${asSubject(version)} 설치되었습니다`,
      older: `이전 버전 ${asSubject(version)} 설치되었습니다`,
      same: "알림이가 다시 설치되었습니다",
    })[kind],
  restart: "다시 시작",
  restartToUpdate: "다시 시작하여 업데이트",

  updates: "업데이트",
  notes: "새로운 점",
  idle: "회사의 업데이트 서버를 몇 시간마다 확인합니다. 새 버전은 없습니다.",
  checking: "새 버전이 있는지 확인하는 중입니다.",
  downloading: (version: string) => `새 버전을 내려받는 중입니다: ${version}`,
  ready: (version: string) => `새 버전 ${asSubject(version)} 준비되었습니다. 다시 시작하면 적용됩니다.`,
  disabled: {
    "not-packaged": "설치한 패키지가 아니어서 업데이트하지 않습니다.",
    machine: "이 PC의 관리자나 패키지 관리자가 업데이트합니다.",
    unsupported: "이 운영 체제에서는 자동으로 업데이트하지 않습니다.",
    "no-server": "회사 정책에 업데이트 서버가 없어 자동으로 업데이트하지 않습니다.",
    policy: "회사 정책으로 꺼져 있습니다.",
    "no-key": "이 패키지에는 서명을 확인할 키가 없어 자동으로 업데이트하지 않습니다.",
  } satisfies Record<DisabledReason, string>,
  failed: {
    unreachable: "업데이트 서버에 연결하지 못했습니다. 몇 시간 뒤에 다시 확인합니다.",
    silent: "업데이트 서버가 응답하지 않았습니다. 몇 시간 뒤에 다시 확인합니다.",
    certificate: "업데이트 서버의 인증서를 믿을 수 없어 업데이트하지 않았습니다.",
    answer: "업데이트 서버에서 파일을 받지 못했습니다. 몇 시간 뒤에 다시 확인합니다.",
    signature: "새 버전의 서명이 올바르지 않아 업데이트하지 않았습니다.",
    channel: "업데이트 서버의 버전 정보를 읽을 수 없습니다.",
    checksum: "내려받은 파일이 서명된 파일과 달라 업데이트하지 않았습니다.",
    archive: "내려받은 파일의 내용이 올바르지 않아 업데이트하지 않았습니다.",
    disk: "디스크에 새 버전을 쓰지 못했습니다.",
    other: "업데이트하지 못했습니다.",
  } satisfies Record<SelfUpdateFault, string>,
};

export type UpdateWords = typeof updateKo;
