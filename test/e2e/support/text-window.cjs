'use strict';
/*
 * Another program's window with known text, for captures of the screen: `electron text-window.cjs`.
 * The text comes from AR_TEXT_WINDOW, one paragraph a line, 100 pixels each.
 */
const { app, BrowserWindow } = require('electron');

const lines = (process.env['AR_TEXT_WINDOW'] ?? '').split('|');
const paragraph = 'margin:0;height:100px;font:32px/100px sans-serif;padding-left:20px;color:#000';
const html = `<title>Known text</title><body style="margin:0;background:#fff">${lines
  .map((line) => `<p style="${paragraph}">${line}</p>`)
  .join('')}`;

void app.whenReady().then(() => {
  const window = new BrowserWindow({ x: 0, y: 0, width: 1000, height: 600, frame: false });
  return window.loadURL(`data:text/html,${encodeURIComponent(html)}`);
});
