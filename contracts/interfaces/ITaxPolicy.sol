// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice What modules need of the tax policy that they point to.
interface ITaxPolicy {
    function isTaxExempt() external view returns (bool);
    function policyVersion() external view returns (uint256);
}
