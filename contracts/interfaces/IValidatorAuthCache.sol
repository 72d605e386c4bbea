// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The action of the validation module that the job registry calls after a change of identity roots.
interface IValidatorAuthCache {
    function bumpValidatorAuthCacheVersion() external;
}
