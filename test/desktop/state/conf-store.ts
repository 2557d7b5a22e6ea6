import Conf from "conf";

/** electron-store is a thin layer for Electron over conf, which does all that is done with the file. */
// biome-ignore lint/style/noDefaultExport: the form of the package that it stands for
export default class Store extends Conf {
  constructor({ name, ...options }: { cwd: string; name: string }) {
    super({ ...options, configName: name });
  }
}
