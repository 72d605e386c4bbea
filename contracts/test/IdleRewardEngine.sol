// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Lies in storage like RewardEngineMB, but its setter of shares sets nothing.
contract IdleRewardEngine {
    address public owner;
    mapping(uint8 role => uint256) public roleShare;

    function setRoleShares(uint256, uint256, uint256, uint256) external pure {}
}
