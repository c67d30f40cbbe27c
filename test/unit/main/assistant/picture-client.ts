import type { PictureClient } from '../../../../electron/main/assistant/pictures';

const refuse = (): Promise<never> => Promise.reject(new Error('no picture was expected'));

/** For tests in which no picture is sent: asking for one fails them. */
export const noPictures: PictureClient = {
  addPicture: refuse,
  picture: refuse,
  catalog: refuse,
  providers: refuse,
  preview: refuse,
};
