// Loaded into the app before its first line. Starts the app's clock at the time of the picture, and replaces the login
// name.
const os = require("node:os");
const { syncBuiltinESMExports } = require("node:module");

const realNow = Date.now;
const offset = Number(process.env.PICTURE_AT) - realNow();
globalThis.realNow = realNow;
Date.now = () => realNow() + offset;

const userInfo = os.userInfo;
os.userInfo = (options) => ({ ...userInfo(options), username: process.env.PICTURE_USER });
syncBuiltinESMExports();
