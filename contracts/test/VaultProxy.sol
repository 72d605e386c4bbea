// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {TransparentUpgradeableProxy} from "@openzeppelin/contracts/proxy/transparent/TransparentUpgradeableProxy.sol";
import {VaultLogic} from "./VaultLogic.sol";

/// @notice OpenZeppelin's TransparentUpgradeableProxy as it is: it makes its ProxyAdmin itself, and has to be initialised.
contract VaultProxy is TransparentUpgradeableProxy {
    constructor(
        address logic,
        address owner
    ) TransparentUpgradeableProxy(logic, owner, abi.encodeCall(VaultLogic.setValue, (1))) {}
}
