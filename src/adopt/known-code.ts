import type { KindName } from "../kinds/index.ts";
import type { Hex } from "../kinds/value.ts";

/**
 * keccak256 of the code of contracts that have no immutables, as this project's compiler settings make it. They stand here
 * because a machine that adopts need not have compiled anything. Code of another compiler has another hash and is recognised
 * by its getters instead, and so is what stands behind a proxy (a Safe): the code of a proxy says nothing of what it runs.
 */
export const KIND_BY_CODE: ReadonlyMap<Hex, KindName> = new Map<Hex, KindName>([
  ["0xb4d82360cf34c04b125684618865e21176b63a0e28d95d9ad04d754c7fc7fcb6", "SystemPause"],
  ["0xfa4b541c41fe027e55e3455a5a9d56d9da225bde589c52685827a7d67f6591a9", "StakeManager"],
  ["0x3cb1575f5a92929baa780c6d2bd167580438870e12ba1f0bb072edc89b3cd2e9", "JobRegistry"],
  ["0x09dcb4cf555d1196f6caceb59b1a8ecc40bdc2520cd0245b1972c07bbb9598d8", "ValidationModule"],
  ["0xfe8311ab1aa7895f0ef8ab90bb2652a85b2da5210997894b3fccdf4f5ce4b3fe", "DisputeModule"],
  ["0x735df52ee6815168a658a855257f4b57b06f22016bbb072c9922f793857d53cc", "PlatformRegistry"],
  ["0x3ea865c17076573839f4280223328e5ef31b6d6352b04ab926e36a1cc34099b9", "FeePool"],
  ["0x492bd278eb102ab14d04e843f71b3ab199417e9f95cec3901aa19be1590345bb", "ReputationEngine"],
  ["0x33b6dc34620fa236b0d56ca2d29a74b67fb8da6278fc51849207f6962af717dc", "ArbitratorCommittee"],
  ["0x0d26c24ff4ca15403337e24d3d22e2ce5515cbaefa3fc2fcda2c324cadc17ad7", "Thermostat"],
  ["0xcd893f0536a755f6f64f42cab444c7c11d1cb4d992819efce29dec9d80cfdbcf", "RewardEngineMB"],
  ["0xdc18309a8f6a38a4e8947cd7b9598ad704b47492d0106a57ba18b9741c9f2f93", "TaxPolicy"],
  ["0xfd1d0095ca62507e6e09014083f4a6f0ad03e96d113f4e8d0ab4f57d8d6db8ae", "OwnerConfigurator"],
  ["0xd71974408a6621c41e3112097c9cbd52dde92386a93fd9a689125b6c1f66a0d2", "Timelock"],
  ["0xe1bb6979cbc4d37b3d75ff2b69ecfb94e134d404526bd702392fdb2c035afb18", "AccessManager"],
  ["0x2d820ec803ff2bb602e90fadb129c2df1de2b81a62f778f7b22ec06d7381a250", "ProxyAdmin"],
]);

/** Published contracts that are nothing to govern, for comments: what a Safe has as its fallback handler. */
export const NAME_OF_CODE: ReadonlyMap<Hex, string> = new Map<Hex, string>([
  ["0x03e69f7ce809e81687c69b19a7d7cca45b6d551ffdec73d9bb87178476de1abf", "CompatibilityFallbackHandler 1.3.0"],
  ["0x7c6007a5d711cea8dfd5d91f5940ec29c7f200fe511eb1fc1397b367af3c42f9", "CompatibilityFallbackHandler 1.4.1"],
  ["0x3c6a85bcf7b563daa624b884b4e9a1b9fa5371edde7be945d998071a48f28bbc", "CompatibilityFallbackHandler 1.5.0"],
  ["0xba5bafdfba82e226b6dc8ae29bedf5026bd854ab4bee00128ca322717a5f2acf", "ExtensibleFallbackHandler 1.5.0"],
  ["0xcbc723172700efa52cc33ee26c7fc7e284edc8097f9dc307857fe525fec98cd8", "TokenCallbackHandler 1.5.0"],
]);
