const { app, nativeImage, Tray } = require("electron");
const { connect, StringCodec } = require("nats");

const [url, user, pass, subject] = process.argv.slice(-4);
const text = StringCodec();

app.whenReady().then(async () => {
  const pixel = Buffer.from([0, 0, 255, 255]);
  const tray = new Tray(nativeImage.createFromBitmap(pixel, { width: 1, height: 1 }));
  const connection = await connect({ servers: url, user, pass });
  connection.subscribe(subject, {
    callback: (_error, message) => tray.setToolTip(text.decode(message.data)),
  });
  await connection.flush();
  console.log("subscribed");
});
