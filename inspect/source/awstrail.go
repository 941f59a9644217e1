package source

// CloudTrail tells of calls of AWS's APIs with their parameters. Calls that manage resources are made by people and programs with rights in
// the account, and some of their parameters are programs. Calls that read and write data (objects, records, invocations) carry what
// outsiders have chosen, and so do agents, tags and names: of those nothing is known, but that a key is a path.

// trailKindsOf are the kinds in what CloudTrail tells of a call of a service.
func trailKindsOf(e Event, source string) kindList {
	if string(e.Get("detail", "managementEvent")) == "true" {
		if kinds := kindsOf(awsTrails, source); kinds != nil {
			return kinds
		}
	}
	return trailKinds
}

var trailKinds = kindList{{place{"detail", "requestParameters", "key"}, Path}}

// awsTrails are the parameters and answers that are programs, by service: commands, definitions, templates, queries, build
// specifications. The names are those of the services' API references.
var awsTrails = []awsService{
	{"aws.ecs", kindList{
		{place{"detail", "requestParameters", "containerDefinitions"}, Code},
		{place{"detail", "requestParameters", "overrides"}, Code},
		{place{"detail", "requestParameters", "command"}, Code},
		{place{"detail", "responseElements", "taskDefinition", "containerDefinitions"}, Code},
		{place{"detail", "responseElements", "tasks", "overrides"}, Code},
	}},
	{"aws.batch", kindList{
		{place{"detail", "requestParameters", "containerProperties"}, Code},
		{place{"detail", "requestParameters", "containerOverrides"}, Code},
		{place{"detail", "requestParameters", "ecsProperties"}, Code},
		{place{"detail", "requestParameters", "eksProperties"}, Code},
		{place{"detail", "requestParameters", "nodeProperties"}, Code},
	}},
	{"aws.codebuild", kindList{
		{place{"detail", "requestParameters", "source", "buildspec"}, Code},
		{place{"detail", "requestParameters", "buildspecOverride"}, Code},
		{place{"detail", "requestParameters", "environment"}, Code},
		{place{"detail", "requestParameters", "environmentVariablesOverride"}, Code},
		{place{"detail", "responseElements", "build"}, Code},
		{place{"detail", "responseElements", "project"}, Code},
	}},
	{"aws.lambda", kindList{
		{place{"detail", "requestParameters", "imageConfig"}, Code},
		{place{"detail", "requestParameters", "environment"}, Code},
	}},
	{"aws.states", kindList{{place{"detail", "requestParameters", "definition"}, Code}}},
	{"aws.cloudformation", kindList{{place{"detail", "requestParameters", "templateBody"}, Code}}},
	{"aws.ssm", kindList{
		{place{"detail", "requestParameters", "content"}, Code},
		{place{"detail", "requestParameters", "parameters"}, Code},
	}},
	{"aws.imagebuilder", kindList{{place{"detail", "requestParameters", "data"}, Code}}},
	{"aws.iot", kindList{{place{"detail", "requestParameters", "topicRulePayload"}, Code}}},
	{"aws.apigateway", kindList{
		{place{"detail", "requestParameters", "patchOperations"}, Code},
		{place{"detail", "requestParameters", "requestTemplates"}, Code},
		{place{"detail", "requestParameters", "responseTemplates"}, Code},
	}},
	{"aws.appsync", kindList{
		{place{"detail", "requestParameters", "requestMappingTemplate"}, Code},
		{place{"detail", "requestParameters", "responseMappingTemplate"}, Code},
		{place{"detail", "requestParameters", "code"}, Code},
	}},
	{"aws.athena", kindList{{place{"detail", "requestParameters", "queryString"}, Code}}},
	{"aws.logs", kindList{
		{place{"detail", "requestParameters", "queryString"}, Code},
		{place{"detail", "requestParameters", "filterPattern"}, Code},
	}},
	{"aws.wafv2", kindList{
		{place{"detail", "requestParameters", "regularExpressionList"}, Code},
		{place{"detail", "requestParameters", "rules"}, Code},
	}},
	{"aws.redshift-data", kindList{
		{place{"detail", "requestParameters", "sql"}, Code},
		{place{"detail", "requestParameters", "sqls"}, Code},
	}},
	{"aws.quicksight", kindList{{place{"detail", "requestParameters", "physicalTableMap"}, Code}}},
	{"aws.glue", kindList{
		{place{"detail", "requestParameters", "command"}, Code},
		{place{"detail", "requestParameters", "arguments"}, Code},
		{place{"detail", "requestParameters", "defaultArguments"}, Code},
	}},
	{"aws.sagemaker", kindList{
		{place{"detail", "requestParameters", "appSpecification"}, Code},
		{place{"detail", "requestParameters", "algorithmSpecification"}, Code},
		{place{"detail", "requestParameters", "onCreate"}, Code},
		{place{"detail", "requestParameters", "onStart"}, Code},
	}},
	{"aws.elasticmapreduce", kindList{
		{place{"detail", "requestParameters", "steps"}, Code},
		{place{"detail", "requestParameters", "bootstrapActions"}, Code},
	}},
	{"aws.kinesisanalytics", kindList{
		{place{"detail", "requestParameters", "applicationCode"}, Code},
		{place{"detail", "requestParameters", "applicationConfiguration"}, Code},
	}},
	{"aws.amplify", kindList{{place{"detail", "requestParameters", "buildSpec"}, Code}}},
	{"aws.apprunner", kindList{{place{"detail", "requestParameters", "sourceConfiguration"}, Code}}},
	{"aws.lightsail", kindList{{place{"detail", "requestParameters", "containers"}, Code}}},
	{"aws.elasticbeanstalk", kindList{{place{"detail", "requestParameters", "optionSettings"}, Code}}},
}
