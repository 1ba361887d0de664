-- 1. Find All Companies with Their Contact Count
-- Get companies with number of associated contacts
SELECT 
    c.id,
    c.name as company_name,
    c."domainName"->>'primaryLinkUrl' as website,
    c.employees,
    COUNT(p.id) as contact_count,
    c."createdAt"
FROM "workspace_abc123"."company" c
LEFT JOIN "workspace_abc123"."person" p ON p."companyId" = c.id 
    AND p."deletedAt" IS NULL
WHERE c."deletedAt" IS NULL
GROUP BY c.id, c.name, c."domainName", c.employees, c."createdAt"
ORDER BY contact_count DESC, c.name;

-- 2. Search Contacts by Email Domain
-- Find all contacts from specific email domains
SELECT 
    p.id,
    p."name"->>'firstName' as first_name,
    p."name"->>'lastName' as last_name,
    p."emails"->>'primaryEmail' as email,
    p."jobTitle",
    c.name as company_name
FROM "workspace_abc123"."person" p
LEFT JOIN "workspace_abc123"."company" c ON c.id = p."companyId"
WHERE p."deletedAt" IS NULL
    AND p."emails"->>'primaryEmail' ILIKE '%@acme.com'
ORDER BY p."name"->>'lastName', p."name"->>'firstName';

-- 3. Active Opportunities by Stage with Revenue Forecast
-- Pipeline analysis with revenue forecasting
SELECT 
    o.stage,
    COUNT(*) as opportunity_count,
    SUM((o.amount->>'amountMicros')::BIGINT / 1000000.0) as total_amount,
    AVG((o.amount->>'amountMicros')::BIGINT / 1000000.0) as avg_deal_size,
    SUM(
        CASE 
            WHEN o.probability = 'VERY_HIGH' THEN (o.amount->>'amountMicros')::BIGINT / 1000000.0 * 0.9
            WHEN o.probability = 'HIGH' THEN (o.amount->>'amountMicros')::BIGINT / 1000000.0 * 0.7
            WHEN o.probability = 'MEDIUM' THEN (o.amount->>'amountMicros')::BIGINT / 1000000.0 * 0.5
            WHEN o.probability = 'LOW' THEN (o.amount->>'amountMicros')::BIGINT / 1000000.0 * 0.3
            ELSE 0
        END
    ) as weighted_forecast
FROM "workspace_abc123"."opportunity" o
WHERE o."deletedAt" IS NULL 
    AND o.stage != 'WON' 
    AND o.stage != 'LOST'
GROUP BY o.stage
ORDER BY total_amount DESC;

-- 4. Recent Activity Timeline Across All Entities
-- Recent activity feed showing all interactions
SELECT 
    ta.id,
    ta.name as activity_name,
    ta."createdAt",
    ta."createdBy"->>'name' as created_by,
    CASE 
        WHEN ta."personId" IS NOT NULL THEN 'Person'
        WHEN ta."companyId" IS NOT NULL THEN 'Company'
        WHEN ta."opportunityId" IS NOT NULL THEN 'Opportunity'
        ELSE 'Unknown'
    END as entity_type,
    COALESCE(
        p."name"->>'firstName' || ' ' || p."name"->>'lastName',
        c.name,
        op.name
    ) as entity_name
FROM "workspace_abc123"."timelineActivity" ta
LEFT JOIN "workspace_abc123"."person" p ON p.id = ta."personId" AND p."deletedAt" IS NULL
LEFT JOIN "workspace_abc123"."company" c ON c.id = ta."companyId" AND c."deletedAt" IS NULL  
LEFT JOIN "workspace_abc123"."opportunity" op ON op.id = ta."opportunityId" AND op."deletedAt" IS NULL
WHERE ta."deletedAt" IS NULL
ORDER BY ta."createdAt" DESC
LIMIT 50;

-- 5. Workspace Member Task Load Analysis
-- Analyze task distribution among team members
SELECT 
    wm.id as member_id,
    wm."name"->>'firstName' || ' ' || wm."name"->>'lastName' as member_name,
    COUNT(CASE WHEN t.status = 'TODO' THEN 1 END) as open_tasks,
    COUNT(CASE WHEN t.status = 'DONE' THEN 1 END) as completed_tasks,
    COUNT(CASE WHEN t."dueAt" < NOW() AND t.status = 'TODO' THEN 1 END) as overdue_tasks,
    COUNT(CASE WHEN t."dueAt" BETWEEN NOW() AND NOW() + INTERVAL '7 days' AND t.status = 'TODO' THEN 1 END) as due_this_week
FROM "workspace_abc123"."workspaceMember" wm
LEFT JOIN "workspace_abc123"."task" t ON t."assigneeId" = wm.id AND t."deletedAt" IS NULL
WHERE wm."deletedAt" IS NULL
GROUP BY wm.id, wm."name"
ORDER BY open_tasks DESC;

