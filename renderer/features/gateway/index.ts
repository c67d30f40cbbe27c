export { AddressCard } from './address-card';
export { KeysCard } from './keys-card';
export { RequestsPanel } from './requests-panel';
