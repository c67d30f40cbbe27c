// The least an Electron program can be: one window with one line. What our start is measured against.
const { app, BrowserWindow } = require('electron');
const path = require('node:path');

app.setPath('userData', process.env.AR_USER_DATA ?? '');
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1200, height: 800, webPreferences: { sandbox: true } });
  return window.loadFile(path.join(__dirname, 'index.html'));
});
app.on('window-all-closed', () => app.quit());
