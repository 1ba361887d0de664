/** What every page inside begins with: who is looked at, the model, views, favourites. See workspace-model.ts for the answer. */
export const workspaceQuery = `{
  currentUser {
    email userVars
    workspaceMember {
      __typename id name { firstName lastName } avatarUrl locale colorScheme timeZone dateFormat timeFormat numberFormat calendarStartDay
    }
    currentWorkspace { id displayName logo }
    currentUserWorkspace {
      id permissionFlags
      objectsPermissions {
        objectMetadataId canReadObjectRecords canCreateObjectRecords canUpdateObjectRecords canSoftDeleteObjectRecords
        canRestoreObjectRecords canDestroyObjectRecords restrictedFields
      }
    }
    availableWorkspaces { availableWorkspacesForSignIn { id displayName } }
  }
  objects(paging: { first: 1000 }) { edges { node {
    id nameSingular namePlural labelSingular labelPlural icon isActive isSystem isUIReadOnly labelIdentifierFieldMetadataId duplicateCriteria
    fieldsList {
      id name type label isActive isSystem isNullable isUnique isUIReadOnly options settings defaultValue
      relation { type targetObjectMetadata { id } targetFieldMetadata { id } }
      morphRelations { targetObjectMetadata { id } }
    }
  } } }
  getViews {
    id name type key icon visibility objectMetadataId position anyFieldFilterValue mainGroupByFieldMetadataId mainGroupByGranularity
    kanbanAggregateOperation kanbanAggregateOperationFieldMetadataId
    viewFields { id fieldMetadataId isVisible size position aggregateOperation }
    viewFilters { id fieldMetadataId operand value subFieldName viewFilterGroupId }
    viewFilterGroups { id parentViewFilterGroupId logicalOperator }
    viewSorts { id fieldMetadataId direction }
  }
  navigationMenuItems {
    id type name link folderId targetObjectMetadataId targetRecordId targetRecordIdentifier { labelIdentifier } viewId position
    userWorkspaceId
  }
}`
