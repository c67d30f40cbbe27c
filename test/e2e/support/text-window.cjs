'use strict';
/*
 * Another program's window with known text, for captures of the screen: `electron text-window.cjs`.
 * The text comes from AR_TEXT_WINDOW, one paragraph a line, 100 pixels each; the title from
 * AR_TEXT_TITLE. It holds the shortcut of AR_TEXT_SHORTCUT, when there is one.
 */
const { app, BrowserWindow, globalShortcut } = require('electron');

const lines = (process.env['AR_TEXT_WINDOW'] ?? '').split('|');
const title = process.env['AR_TEXT_TITLE'] ?? 'Known text';
const paragraph = 'margin:0;height:100px;font:32px/100px sans-serif;padding-left:20px;color:#000';
const html = `<title>${title}</title><body style="margin:0;background:#fff">${lines
  .map((line) => `<p style="${paragraph}">${line}</p>`)
  .join('')}`;

async function open() {
  await app.whenReady();
  const shortcut = process.env['AR_TEXT_SHORTCUT'] ?? '';
  if (shortcut !== '') globalShortcut.register(shortcut, () => {});
  const window = new BrowserWindow({ x: 0, y: 0, width: 1000, height: 600, frame: false });
  await window.loadURL(`data:text/html,${encodeURIComponent(html)}`);
}

void open();
