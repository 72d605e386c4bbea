// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ITaxPolicy} from "../interfaces/ITaxPolicy.sol";
import {IIdentityRoots} from "../interfaces/IIdentityRoots.sol";
import {IValidatorAuthCache} from "../interfaces/IValidatorAuthCache.sol";
import {IVersioned} from "../interfaces/IVersioned.sol";
import {GovernablePausable} from "./GovernablePausable.sol";
import {ModuleBundle} from "./JobRegistryConfiguration.sol";

/// @title JobRegistryModules
/// @notice The addresses that the job registry refers to, its acknowledgers, and its cache of authorised agents.
abstract contract JobRegistryModules is GovernablePausable {
    address public validationModule;
    address public stakeManager;
    address public reputationEngine;
    address public disputeModule;
    address public certificateNFT;
    address public auditModule;
    address public taxPolicy;
    address public feePool;
    address public identityRegistry;

    /// @notice Who may acknowledge the tax policy for others. Setting a stake manager adds it and never takes the
    ///         previous one out.
    mapping(address => bool) public acknowledgers;

    mapping(address => bool) public agentAuthCache;
    /// @notice Time at which a cached authorisation ends (seconds since 1970).
    mapping(address => uint256) public agentAuthExpiry;
    mapping(address => uint256) public agentAuthVersion;
    uint256 public agentAuthCacheVersion;
    /// @notice How long a cached authorisation lasts (seconds).
    uint256 public agentAuthCacheDuration;

    error IdentityRegistryNotSet();
    error InvalidAckModule();
    error InvalidAuditModule();
    error InvalidCertificateNFT();
    error InvalidDisputeModule();
    error InvalidFeePool();
    error InvalidIdentityRegistry();
    error InvalidReputationModule();
    error InvalidStakeManager();
    error InvalidTaxPolicy();
    error InvalidValidationModule();
    error PolicyNotTaxExempt();
    error ZeroAcknowledgerAddress();

    event AcknowledgerUpdated(address indexed acknowledger, bool allowed);
    event AgentAuthCacheDurationUpdated(uint256 duration);
    event AgentAuthCacheUpdated(address indexed agent, bool authorized);
    event AgentAuthCacheVersionBumped(uint256 version);
    event AgentMerkleRootUpdated(bytes32 root);
    event AgentRootNodeUpdated(bytes32 node);
    event AuditModuleUpdated(address module);
    event CertificateNFTUpdated(address nft);
    event DisputeModuleUpdated(address module);
    event FeePoolUpdated(address pool);
    event IdentityRegistryUpdated(address identityRegistry);
    event ModuleUpdated(string module, address indexed newAddress);
    event ReputationEngineUpdated(address engine);
    event StakeManagerUpdated(address manager);
    event TaxPolicyUpdated(address policy, uint256 version);
    event ValidationModuleUpdated(address module);
    event ValidatorMerkleRootUpdated(bytes32 root);
    event ValidatorRootNodeUpdated(bytes32 node);

    function _setModuleBundle(ModuleBundle memory bundle) internal {
        _setValidationModule(bundle.validation);
        _setStakeManager(bundle.stakeManager);
        _setReputationEngine(bundle.reputation);
        _setDisputeModule(bundle.dispute);
        _setCertificateNFT(bundle.certificateNFT);
        _setFeePool(bundle.feePool);
    }

    function _setValidationModule(address module) internal {
        if (!_isVersion2(module)) revert InvalidValidationModule();
        validationModule = module;
        emit ValidationModuleUpdated(module);
        emit ModuleUpdated("ValidationModule", module);
    }

    function _setStakeManager(address manager) internal {
        if (!_isVersion2(manager)) revert InvalidStakeManager();
        stakeManager = manager;
        acknowledgers[manager] = true;
        emit AcknowledgerUpdated(manager, true);
        emit StakeManagerUpdated(manager);
        emit ModuleUpdated("StakeManager", manager);
    }

    function _setReputationEngine(address engine) internal {
        if (!_isVersion2(engine)) revert InvalidReputationModule();
        reputationEngine = engine;
        emit ReputationEngineUpdated(engine);
        emit ModuleUpdated("ReputationEngine", engine);
    }

    function _setDisputeModule(address module) internal {
        if (!_isVersion2(module)) revert InvalidDisputeModule();
        disputeModule = module;
        emit DisputeModuleUpdated(module);
        emit ModuleUpdated("DisputeModule", module);
    }

    function _setCertificateNFT(address nft) internal {
        if (!_isVersion2(nft)) revert InvalidCertificateNFT();
        certificateNFT = nft;
        emit CertificateNFTUpdated(nft);
        emit ModuleUpdated("CertificateNFT", nft);
    }

    function _setFeePool(address pool) internal {
        if (!_isVersion2(pool)) revert InvalidFeePool();
        _storeFeePool(pool);
    }

    function _storeFeePool(address pool) internal {
        feePool = pool;
        emit FeePoolUpdated(pool);
        emit ModuleUpdated("FeePool", pool);
    }

    /// @dev Zero switches audits off; any other module may be of any version but zero.
    function _setAuditModule(address module) internal {
        if (module != address(0) && IVersioned(module).version() == 0) revert InvalidAuditModule();
        auditModule = module;
        emit AuditModuleUpdated(module);
        emit ModuleUpdated("AuditModule", module);
    }

    function _setTaxPolicy(address policy) internal {
        if (policy == address(0)) revert InvalidTaxPolicy();
        _storeTaxPolicy(policy);
        emit ModuleUpdated("TaxPolicy", policy);
    }

    function _storeTaxPolicy(address policy) internal {
        if (!ITaxPolicy(policy).isTaxExempt()) revert PolicyNotTaxExempt();
        taxPolicy = policy;
        emit TaxPolicyUpdated(policy, ITaxPolicy(policy).policyVersion());
    }

    function _setIdentityRegistry(address registry) internal {
        if (!_isVersion2(registry)) revert InvalidIdentityRegistry();
        identityRegistry = registry;
        _bumpAgentAuthCacheVersion();
        if (validationModule != address(0)) {
            // Only the owner of the validation module may bump its cache. Where that is somebody else, the registry
            // still changes here and the validators' cache is left to that owner.
            try IValidatorAuthCache(validationModule).bumpValidatorAuthCacheVersion() {} catch {}
        }
        emit IdentityRegistryUpdated(registry);
        emit ModuleUpdated("IdentityRegistry", registry);
    }

    function _setAgentRootNode(bytes32 node) internal {
        _identityRoots().setAgentRootNode(node);
        _bumpAgentAuthCacheVersion();
        emit AgentRootNodeUpdated(node);
    }

    function _setAgentMerkleRoot(bytes32 root) internal {
        _identityRoots().setAgentMerkleRoot(root);
        _bumpAgentAuthCacheVersion();
        emit AgentMerkleRootUpdated(root);
    }

    function _setValidatorRootNode(bytes32 node) internal {
        IIdentityRoots roots = _identityRoots();
        if (validationModule == address(0)) revert InvalidValidationModule();
        roots.setClubRootNode(node);
        IValidatorAuthCache(validationModule).bumpValidatorAuthCacheVersion();
        emit ValidatorRootNodeUpdated(node);
    }

    function _setValidatorMerkleRoot(bytes32 root) internal {
        IIdentityRoots roots = _identityRoots();
        if (validationModule == address(0)) revert InvalidValidationModule();
        roots.setValidatorMerkleRoot(root);
        IValidatorAuthCache(validationModule).bumpValidatorAuthCacheVersion();
        emit ValidatorMerkleRootUpdated(root);
    }

    function _setAcknowledger(address acknowledger, bool allowed) internal {
        if (allowed && acknowledger == address(0)) revert ZeroAcknowledgerAddress();
        acknowledgers[acknowledger] = allowed;
        emit AcknowledgerUpdated(acknowledger, allowed);
    }

    /// @dev Each module must answer `acknowledgeFor(address(0))` with a string, and without writing, before it counts.
    function _enableAckModules(address[] calldata modules) internal {
        for (uint256 i; i < modules.length; ++i) {
            (bool ok, bytes memory answer) = modules[i].staticcall(
                abi.encodeWithSignature("acknowledgeFor(address)", address(0))
            );
            if (!ok || answer.length < 64) revert InvalidAckModule();
            _setAcknowledger(modules[i], true);
        }
    }

    function _setAgentAuthCacheDuration(uint256 duration) internal {
        agentAuthCacheDuration = duration;
        emit AgentAuthCacheDurationUpdated(duration);
    }

    function _bumpAgentAuthCacheVersion() internal {
        emit AgentAuthCacheVersionBumped(++agentAuthCacheVersion);
    }

    /// @dev Reverts without data for an address that has no code or does not answer `version()`.
    function _isVersion2(address module) internal view returns (bool) {
        return module != address(0) && IVersioned(module).version() == 2;
    }

    function _identityRoots() private view returns (IIdentityRoots) {
        if (identityRegistry == address(0)) revert IdentityRegistryNotSet();
        return IIdentityRoots(identityRegistry);
    }
}
