// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title OwnerConfigurator
/// @notice Makes calls for its owner and logs which parameter they changed. The logged values are the caller's word.
contract OwnerConfigurator is Ownable2Step {
    struct ConfigurationCall {
        address target;
        bytes callData;
        bytes32 moduleKey;
        bytes32 parameterKey;
        bytes oldValue;
        bytes newValue;
    }

    error OwnerConfigurator__ZeroTarget();

    event ParameterUpdated(
        bytes32 indexed module,
        bytes32 indexed parameter,
        bytes oldValue,
        bytes newValue,
        address indexed actor
    );

    constructor(address initialOwner) Ownable(initialOwner == address(0) ? msg.sender : initialOwner) {}

    function configure(
        address target,
        bytes calldata callData,
        bytes32 moduleKey,
        bytes32 parameterKey,
        bytes calldata oldValue,
        bytes calldata newValue
    ) external onlyOwner returns (bytes memory returnData) {
        return _configure(target, callData, moduleKey, parameterKey, oldValue, newValue);
    }

    /// @notice All calls or none.
    function configureBatch(ConfigurationCall[] calldata calls) external onlyOwner returns (bytes[] memory returnData) {
        returnData = new bytes[](calls.length);
        for (uint256 i = 0; i < calls.length; i++) {
            ConfigurationCall calldata c = calls[i];
            returnData[i] = _configure(c.target, c.callData, c.moduleKey, c.parameterKey, c.oldValue, c.newValue);
        }
    }

    function _configure(
        address target,
        bytes calldata callData,
        bytes32 moduleKey,
        bytes32 parameterKey,
        bytes calldata oldValue,
        bytes calldata newValue
    ) private returns (bytes memory returnData) {
        if (target == address(0)) revert OwnerConfigurator__ZeroTarget();
        returnData = Address.functionCall(target, callData);
        emit ParameterUpdated(moduleKey, parameterKey, oldValue, newValue, msg.sender);
    }
}
