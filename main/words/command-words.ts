import type { Language } from "../contract/catalog.ts";

/** What the commands of the broker kit say. */
const english = {
  broker: "set up, try out and check the broker (nats-server)",
  config:
    "write the complete configuration for one server, or for a cluster with TLS; again: from its broker.json, with credentials for whom is named and has none",
  up: "run a broker on this machine for a trial, until Ctrl-C",
  check: "say whether a running broker is set up right; permissions are tried out for real",
  users: "credentials of people and services, made offline",
  mint: "make credentials; the file holds the secret and is nowhere else",
  revoke: "take all credentials of somebody back",
  list: "who has credentials",
  option: {
    out: "folder of the kit: configuration, keys, credentials",
    host: "host of a server, or NAME=HOST; once for one server, three times for a cluster",
    credentials:
      "nkey: public keys in the configuration, for small companies; jwt: tokens, for thousands (default jwt)",
    writer: "a service that gets credentials, repeatable",
    appUser: "a person who gets credentials, repeatable",
    usersFile: "file with one person's id a line (- for standard input)",
    listen: "address the servers listen on",
    clientPort: "port for clients",
    clusterPort: "port for the other servers",
    monitorPort: "port for monitoring, on the loopback; 0 for none",
    storeDir: "folder of the streams on the server",
    tlsDir: "folder on the server with ca.pem, server.pem, server-key.pem",
    noTls: "no TLS; for one machine only",
    trialCertificates: "make certificates with an authority of its own, for a trial",
    maxFile: "gigabytes on disk for the streams, each server",
    nodes: "1, or 3 with TLS (default 1)",
    dataDir: "folder of the trial; a later trial goes on with it",
    port: "port of the first server; the others follow (default 4222)",
    kit: "folder of the kit (default: the current one)",
    service: "a service instead of a person, repeatable",
    administrator: "the administrator instead of a person",
    expires: "how long: 12h, 30d, 365d, or never; for JWT. Default: people 365d, others never",
    credentialsOut: "folder for the credential files (default: users in the kit)",
    checkKit: "folder of the kit or of the trial: servers, authority and credentials are taken from it",
    checkUser: "a person whose permissions are tried",
    checkOther: "another person, with whose login it is tried what one can have sent to the other",
    userFile: "their .creds, nkey or password file",
    checkService: "a service whose permissions are tried",
    serviceFile: "its .creds, nkey or password file",
    checkReplicas: "copies that the streams should have (default: 3 with three servers, else 1)",
  },
  wrote: (files: string) => `Written:\n${files}`,
  deploy: (folder: string, tls: boolean, login: string) =>
    [
      "Next:",
      `  1. Copy each folder under ${folder}/servers to its server (mode 0600, owner nats)${tls ? ", and its certificates" : ""}.`,
      "  2. Start: nats-server -c nats-server.conf",
      `  3. alrimi provision ${login}`,
      `     alrimi catalog put FILE ${login}`,
      `  4. alrimi broker check --kit ${folder}`,
      `Keep ${folder} safe and backed up: its keys let anybody in, and cannot be made again.`,
    ].join("\n"),
  minted: (who: string, file: string, until: string | undefined) =>
    `${who}: ${file}${until === undefined ? "" : ` (until ${until})`}`,
  revoked: (count: number) =>
    count > 0 ? `Revoked: ${count}.` : "All were revoked before; the configuration is written anew.",
  reload: (folder: string) =>
    `Copy ${folder}/servers/*/accounts.conf to the servers, then on each: nats-server --signal reload`,
  noReload: "The servers need not be told.",
  listed: (who: string, state: string, key: string) => `${who}\t${state}\t${key}`,
  state: { valid: "valid", until: (time: string) => `until ${time}`, expired: "expired", revoked: "revoked" },
  nobody: "Nobody has credentials yet.",
  oldForCluster: (version: string) =>
    `The nats-server on this computer is ${version}. In production a cluster wants 2.10 or later: an older one may accept several writers at the same moment, and keep an older count.`,
  starting: (nodes: number) => `Starting ${nodes === 1 ? "one server" : `${nodes} servers`} …`,
  node: (name: string, url: string, pid: number) => `${name}: ${url} (process ${pid})`,
  credentialsIn: (folder: string) => `Credentials: ${folder}`,
  authority: (file: string) => `Certificate authority: ${file}`,
  streams: (names: string) => `Streams: ${names}`,
  tryIt: (args: string) => `Try: alrimi broker check ${args}`,
  ctrlC: "Ctrl-C ends it.",
  nodeEnded: (name: string, log: string) => `${name} has ended. Its log: ${log}`,
  ended: "Ended.",
  summary: (bad: number, warnings: number) =>
    bad > 0
      ? `${bad} to mend${warnings > 0 ? `, ${warnings} to look at` : ""}.`
      : warnings > 0
        ? `Works; ${warnings} to look at.`
        : "All is well.",
  nobodyNamed: "name a person, --service or --administrator",
  wholePort: "a port is a whole number from 1 to 65535",
  duration: "a time is written 12h, 30d, 365d or never",
  oddHosts: "name one server, or three or five: --host a --host b --host c",
  oneOrThree: "a trial has 1 or 3 servers",
};

export type KitCommandTexts = typeof english;

const korean: KitCommandTexts = {
  broker: "브로커(nats-server)를 설정하고 시험하고 점검합니다",
  config:
    "서버 한 대 또는 TLS 클러스터의 전체 설정을 씁니다. 다시 실행하면 broker.json에서 다시 쓰고, 지정한 사람과 서비스 중 자격 증명이 없는 쪽에 만들어 줍니다",
  up: "이 컴퓨터에서 시험용 브로커를 실행합니다 (Ctrl-C까지)",
  check: "실행 중인 브로커의 설정이 맞는지 말해 줍니다. 권한은 실제로 시험합니다",
  users: "사람과 서비스의 자격 증명, 오프라인에서 만듦",
  mint: "자격 증명을 만듭니다. 비밀은 그 파일에만 있습니다",
  revoke: "모든 자격 증명을 거둬들입니다",
  list: "자격 증명이 있는 사람과 서비스",
  option: {
    out: "키트 폴더: 설정, 키, 자격 증명",
    host: "서버의 호스트 또는 이름=호스트. 한 대면 한 번, 클러스터면 세 번",
    credentials: "nkey: 설정에 공개 키, 작은 회사용. jwt: 토큰, 수천 명용 (기본 jwt)",
    writer: "자격 증명을 받을 서비스, 여러 번 쓸 수 있음",
    appUser: "자격 증명을 받을 사람, 여러 번 쓸 수 있음",
    usersFile: "한 줄에 한 사람의 id가 있는 파일 (-는 표준 입력)",
    listen: "서버가 받는 주소",
    clientPort: "클라이언트 포트",
    clusterPort: "서버끼리의 포트",
    monitorPort: "모니터링 포트(루프백), 없으면 0",
    storeDir: "서버의 스트림 폴더",
    tlsDir: "ca.pem, server.pem, server-key.pem이 있는 서버의 폴더",
    noTls: "TLS 없이. 한 대에서만",
    trialCertificates: "시험용 인증 기관과 인증서를 만듭니다",
    maxFile: "서버마다 스트림에 쓸 디스크 (기가바이트)",
    nodes: "1, 또는 TLS로 3 (기본 1)",
    dataDir: "시험 폴더. 다음 시험이 이어서 씁니다",
    port: "첫 서버의 포트. 다른 서버는 그 다음 번호 (기본 4222)",
    kit: "키트 폴더 (기본: 현재 폴더)",
    service: "사람 대신 서비스, 여러 번 쓸 수 있음",
    administrator: "사람 대신 관리자",
    expires: "기간: 12h, 30d, 365d 또는 never. JWT에서만. 기본: 사람 365d, 나머지 never",
    credentialsOut: "자격 증명 파일의 폴더 (기본: 키트의 users)",
    checkKit: "키트 또는 시험 폴더. 서버, 인증 기관, 자격 증명을 여기서 가져옵니다",
    checkUser: "권한을 시험할 사람",
    checkOther: "다른 한 사람. 한 사람이 다른 사람에게 무엇을 보내게 할 수 있는지 시험합니다",
    userFile: "그 사람의 .creds, nkey 또는 비밀번호 파일",
    checkService: "권한을 시험할 서비스",
    serviceFile: "그 서비스의 .creds, nkey 또는 비밀번호 파일",
    checkReplicas: "스트림의 복제 수 (기본: 서버 세 대면 3, 아니면 1)",
  },
  wrote: (files) => `썼습니다:\n${files}`,
  deploy: (folder, tls, login) =>
    [
      "다음:",
      `  1. ${folder}/servers 아래의 폴더를 각 서버에 복사합니다 (모드 0600, 소유자 nats)${tls ? ". 인증서도 함께" : ""}.`,
      "  2. 시작: nats-server -c nats-server.conf",
      `  3. alrimi provision ${login}`,
      `     alrimi catalog put FILE ${login}`,
      `  4. alrimi broker check --kit ${folder}`,
      `${folder}을(를) 안전하게 보관하고 백업하십시오. 이 키로 누구나 들어올 수 있고, 다시 만들 수 없습니다.`,
    ].join("\n"),
  minted: (who, file, until) => `${who}: ${file}${until === undefined ? "" : ` (${until}까지)`}`,
  revoked: (count) =>
    count > 0 ? `거둬들였습니다: ${count}개.` : "이미 모두 거둬들였습니다. 설정을 다시 썼습니다.",
  reload: (folder) =>
    `${folder}/servers/*/accounts.conf를 서버에 복사한 뒤 각 서버에서 실행하십시오: nats-server --signal reload`,
  noReload: "서버에는 알릴 것이 없습니다.",
  listed: (who, state, key) => `${who}\t${state}\t${key}`,
  state: { valid: "유효", until: (time) => `${time}까지`, expired: "만료됨", revoked: "거둬들임" },
  nobody: "아직 자격 증명이 없습니다.",
  oldForCluster: (version) =>
    `이 컴퓨터의 nats-server는 ${version}입니다. 운영 클러스터에는 2.10 이상을 쓰십시오. 그보다 오래된 것은 동시에 온 쓰기를 여럿 받아들여 오래된 건수가 남을 수 있습니다.`,
  starting: (nodes) => `서버 ${nodes}대를 시작합니다 …`,
  node: (name, url, pid) => `${name}: ${url} (프로세스 ${pid})`,
  credentialsIn: (folder) => `자격 증명: ${folder}`,
  authority: (file) => `인증 기관: ${file}`,
  streams: (names) => `스트림: ${names}`,
  tryIt: (args) => `시험: alrimi broker check ${args}`,
  ctrlC: "Ctrl-C로 끝냅니다.",
  nodeEnded: (name, log) => `${name}이(가) 끝났습니다. 로그: ${log}`,
  ended: "끝났습니다.",
  summary: (bad, warnings) =>
    bad > 0
      ? `고칠 것 ${bad}개${warnings > 0 ? `, 살펴볼 것 ${warnings}개` : ""}.`
      : warnings > 0
        ? `동작합니다. 살펴볼 것 ${warnings}개.`
        : "모두 좋습니다.",
  nobodyNamed: "사람, --service 또는 --administrator를 지정하십시오",
  wholePort: "포트는 1에서 65535까지의 정수입니다",
  duration: "기간은 12h, 30d, 365d 또는 never로 씁니다",
  oddHosts: "서버는 한 대, 세 대 또는 다섯 대입니다: --host a --host b --host c",
  oneOrThree: "시험용 서버는 1대 또는 3대입니다",
};

export function kitCommandTexts(language: Language): KitCommandTexts {
  return language === "ko" ? korean : english;
}
