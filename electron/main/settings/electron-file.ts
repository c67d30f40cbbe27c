import ElectronStore from 'electron-store';
import { fromConf, type OpenJsonFile } from './json-file';

/** Small files of the app in its data folder, readable by the user alone. */
export function openInUserData(userData: string): OpenJsonFile {
  return (name) =>
    fromConf(
      new ElectronStore({
        name,
        cwd: userData,
        configFileMode: 0o600,
        clearInvalidConfig: false, // it would silently lose the file
        accessPropertiesByDotNotation: false,
      }),
    );
}
