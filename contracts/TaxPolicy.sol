// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

/// @title TaxPolicy
/// @notice The text users acknowledge. Every write of a text starts a new version and so revokes every acknowledgement,
///         even when the text is the same as before.
contract TaxPolicy is Ownable2Step {
    string private _policyURI;
    string private _acknowledgement;
    uint256 private _version;
    mapping(address => uint256) private _acknowledged;
    mapping(address => bool) private _acknowledgers;

    error ArrayLengthMismatch();
    error NotAcknowledger();
    error ZeroAcknowledgerAddress();
    error ZeroUserAddress();

    event AcknowledgementRevoked(address indexed user, uint256 previousVersion);
    event AcknowledgementUpdated(string text);
    event AcknowledgerUpdated(address indexed acknowledger, bool allowed);
    event PolicyAcknowledged(address indexed user, uint256 version);
    event PolicyVersionBumped(uint256 version);
    event PolicyVersionUpdated(uint256 version);
    event TaxPolicyURIUpdated(string uri);

    constructor(string memory uri, string memory ack) Ownable(msg.sender) {
        _write(uri, ack, true, true);
    }

    function isTaxExempt() external pure returns (bool) {
        return true;
    }

    function policyURI() external view returns (string memory uri) {
        return _policyURI;
    }

    function acknowledgement() external view returns (string memory disclaimer) {
        return _acknowledgement;
    }

    function policyDetails() external view returns (string memory ack, string memory uri) {
        return (_acknowledgement, _policyURI);
    }

    function policyVersion() external view returns (uint256) {
        return _version;
    }

    function acknowledgerAllowed(address acknowledger) external view returns (bool) {
        return _acknowledgers[acknowledger];
    }

    function acknowledgedVersion(address user) external view returns (uint256 version) {
        return _acknowledged[user];
    }

    function hasAcknowledged(address user) external view returns (bool) {
        return _acknowledged[user] == _version;
    }

    function setPolicyURI(string calldata uri) external onlyOwner {
        _write(uri, "", true, false);
    }

    function setAcknowledgement(string calldata text) external onlyOwner {
        _write("", text, false, true);
    }

    /// @notice Both texts for the price of one version.
    function setPolicy(string calldata uri, string calldata text) external onlyOwner {
        _write(uri, text, true, true);
    }

    function bumpPolicyVersion() external onlyOwner {
        _version += 1;
        emit PolicyVersionUpdated(_version);
        emit PolicyVersionBumped(_version);
    }

    function setAcknowledger(address acknowledger, bool allowed) external onlyOwner {
        _setAcknowledger(acknowledger, allowed);
    }

    function setAcknowledgers(address[] calldata acknowledgers, bool[] calldata allowed) external onlyOwner {
        if (acknowledgers.length != allowed.length) revert ArrayLengthMismatch();
        for (uint256 i = 0; i < acknowledgers.length; i++) _setAcknowledger(acknowledgers[i], allowed[i]);
    }

    function revokeAcknowledgement(address user) external onlyOwner {
        _revoke(user);
    }

    function revokeAcknowledgements(address[] calldata users) external onlyOwner {
        for (uint256 i = 0; i < users.length; i++) _revoke(users[i]);
    }

    function acknowledge() external returns (string memory disclaimer) {
        return _acknowledge(msg.sender);
    }

    function acknowledgeFor(address user) external returns (string memory disclaimer) {
        if (msg.sender != user && !_acknowledgers[msg.sender]) revert NotAcknowledger();
        return _acknowledge(user);
    }

    function _write(string memory uri, string memory text, bool newUri, bool newText) private {
        if (newUri) {
            _policyURI = uri;
            emit TaxPolicyURIUpdated(uri);
        }
        if (newText) {
            _acknowledgement = text;
            emit AcknowledgementUpdated(text);
        }
        _version += 1;
        emit PolicyVersionUpdated(_version);
    }

    function _setAcknowledger(address acknowledger, bool allowed) private {
        if (allowed && acknowledger == address(0)) revert ZeroAcknowledgerAddress();
        _acknowledgers[acknowledger] = allowed;
        emit AcknowledgerUpdated(acknowledger, allowed);
    }

    function _revoke(address user) private {
        if (user == address(0)) revert ZeroUserAddress();
        emit AcknowledgementRevoked(user, _acknowledged[user]);
        delete _acknowledged[user];
    }

    function _acknowledge(address user) private returns (string memory) {
        _acknowledged[user] = _version;
        emit PolicyAcknowledged(user, _version);
        return _acknowledgement;
    }
}
