// Loaded into the app before its first line: its clock starts at the moment of the picture and goes on from there, and
// whoever is logged in has a name as people have one.
const os = require("node:os");
const { syncBuiltinESMExports } = require("node:module");

const realNow = Date.now;
const offset = Number(process.env.PICTURE_AT) - realNow();
globalThis.realNow = realNow;
Date.now = () => realNow() + offset;

const userInfo = os.userInfo;
os.userInfo = (options) => ({ ...userInfo(options), username: process.env.PICTURE_USER });
syncBuiltinESMExports();
