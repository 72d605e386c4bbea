// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Modules of this protocol answer 2; wiring setters refuse any other answer.
interface IVersioned {
    function version() external view returns (uint256);
}
