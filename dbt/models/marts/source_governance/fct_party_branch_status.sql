with

statuses as (

    select * from {{ ref('int_party_branch_status') }}

),

final as (

    select
        branch_code,
        half_year,
        area_code,
        is_listed,
        listed_on,
        has_measures,
        deadline_on,
        turned_round_on,
        observation_end_on,
        is_observation_passed,
        is_certified,
        is_on_time
    from statuses

)

select * from final
