// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ProxyAdmin} from "@openzeppelin/contracts/proxy/transparent/ProxyAdmin.sol";

/// @notice OpenZeppelin's ProxyAdmin as it is, so that its interface is among the artifacts.
contract VaultProxyAdmin is ProxyAdmin {
    constructor(address owner) ProxyAdmin(owner) {}
}
