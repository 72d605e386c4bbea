// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {AccessControlEnumerable} from "@openzeppelin/contracts/access/extensions/AccessControlEnumerable.sol";
import {RoleVault} from "./RoleVault.sol";

/// @notice RoleVault whose members the contract itself lists.
contract ListedRoleVault is RoleVault, AccessControlEnumerable {
    constructor(address admin, address operator, address minter) RoleVault(admin, operator, minter) {}

    function supportsInterface(
        bytes4 interfaceId
    ) public view override(AccessControl, AccessControlEnumerable) returns (bool) {
        return super.supportsInterface(interfaceId);
    }

    function _grantRole(
        bytes32 role,
        address account
    ) internal override(AccessControl, AccessControlEnumerable) returns (bool) {
        return super._grantRole(role, account);
    }

    function _revokeRole(
        bytes32 role,
        address account
    ) internal override(AccessControl, AccessControlEnumerable) returns (bool) {
        return super._revokeRole(role, account);
    }
}
